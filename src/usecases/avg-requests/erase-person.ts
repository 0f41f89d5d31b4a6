import type { Db } from '../../db/connect.ts';
import { markCarriedOut, type AvgEffects } from '../../db/queries/avg-requests/avg-requests.ts';
import { forgetFiles } from '../../db/queries/retention/anonymising.ts';
import { forgetAnswers } from '../../db/queries/identity/request-keys.ts';
import { removeCheckAnswers } from '../../db/queries/checks/answers.ts';
import { eraseObjectors } from '../../db/queries/rights/objection-steps.ts';
import { storeEffects } from '../../db/queries/avg-requests/avg-request-steps.ts';
import { lockWords, removeWordsOfOtherRequests, removeWordsOfRequests, rewriteComplaint, rewriteHandOver, rewriteNote, rewritePlan } from '../../db/queries/avg-requests/erased-words.ts';
import { lockHeld } from '../../db/queries/retention/holds.ts';
import { removeComplaintsOf } from '../../db/queries/complaints/complaint-steps.ts';
import { isClosedOrGone } from '../../db/queries/cases/case-rows.ts';
import { casesWithOthers, erasePersons, findPerson, judgedAs } from '../../db/queries/rights/persons.ts';
import type { Stores } from '../../db/queries/cases/notes-and-plans.ts';
import { complaintWords, contact, noteText, planBody, type Person } from '../../privacy/personal.ts';
import { withoutPersons, withoutPersonsIn } from '../../privacy/redact.ts';
import { anonymiseCase } from '../retention/anonymise-case.ts';
import { objectionsOfPerson } from '../rights/recognise-objectors.ts';
import { untoldOf } from '../../db/queries/avg-requests/recipients.ts';
import { tellCreditors } from './tell-recipients.ts';
import { eraseHeard } from './heard-contact.ts';
import { casesOf, closeCase, deciderOf, granted, tell, type CarryingOut, type Effect } from './carry-out-avg-request.ts';

/**
 * Erases a person (AVG art. 17). A case about nobody else is closed when it runs, and anonymised. Where others live at the
 * address and their arrears are in the case too, it goes on for them: the person's own data goes, and the name out of what
 * colleagues wrote; that there were so many arrears, of so much, stays. An objection stays on file, known by a hash alone.
 * @returns the mails that tell creditors of it
 */
export async function erasePerson(deps: CarryingOut, { requestId, at }: Effect): Promise<string[]> {
  const request = await granted(deps.sql, requestId);
  if (request.carriedOutAt !== null) return untoldOf(deps.sql, request);
  const { erasedCases = [], objections = [] } = request.effects.erasedCases === undefined ? await begin(deps, { requestId, at }) : request.effects;
  await deps.keys.destroy(objections, at);
  for (const caseId of erasedCases) {
    if (!(await isClosedOrGone(deps.sql, caseId))) await closeCase(deps, caseId, requestId, 'other');
    await anonymiseCase(deps, { caseId, actor: deciderOf(request), because: 'erasure', at, basis: { requestId } });
  }
  await deps.sql.begin(async (tx) => {
    const { effects } = await granted(tx, requestId);
    if (!(await markCarriedOut(tx, requestId, at, effects))) return;
    await removeWordsOfRequests(tx, requestId);
    const { rows = 0, sharedCases = [] } = effects;
    await tell(tx, request, { at, action: 'erase-person', type: 'person-erased', caseIds: sharedCases, detail: { rows, cases: erasedCases.length, shared: sharedCases.length } });
  });
  return untoldOf(deps.sql, request);
}

/**
 * What is about nobody else is only noted here: once it is gone nothing tells whose it was, and a new attempt must know. What
 * is shared is erased in the same transaction.
 */
async function begin({ sql, keys }: CarryingOut, { requestId, at }: Effect): Promise<AvgEffects> {
  return sql.begin(async (tx) => {
    const request = await granted(tx, requestId);
    const rows = await findPerson({ sql: tx, keys }, { personId: request.personId ?? '', within: request.within, lock: true });
    await mustNotBeHeld(tx, casesOf(rows));
    // Written while the references are there: what is anonymised next has none.
    await tellCreditors({ sql: tx, keys }, request, { at, template: 'person-erased', signalIds: rows.map(({ signalId }) => signalId) });
    const persons = rows.map(({ personId }) => personId);
    const shared = await casesWithOthers(tx, casesOf(rows), persons);
    const effects: AvgEffects = { rows: rows.length, erasedCases: casesOf(rows).filter((id) => !shared.includes(id)), sharedCases: shared };
    const own = rows.filter(({ caseId }) => shared.includes(caseId)).map(({ personId }) => personId);
    const named = await eraseHeard({ sql: tx, keys }, rows, own);
    await removeCheckAnswers(tx, own);
    await erasePersons(tx, own);
    await forgetFiles(tx, rows.filter(({ caseId }) => shared.includes(caseId)).map(({ signalId }) => signalId));
    await forgetAnswers(tx, shared);
    for (const caseId of shared) await eraseFromWords({ sql: tx, keys }, caseId, named);
    await removeWordsOfOtherRequests(tx, requestId, persons);
    await removeComplaintsOf(tx, persons);
    effects.objections = (await objectionsOfPerson({ sql: tx, keys }, rows.map(judgedAs))).map(({ id }) => id);
    await eraseObjectors(tx, effects.objections);
    await storeEffects(tx, requestId, effects);
    return effects;
  });
}

/** Put on hold since it was granted: it waits, with everything there, until the hold is lifted (AVG art. 17(3)(e)). */
async function mustNotBeHeld(tx: Db, caseIds: readonly string[]): Promise<void> {
  const held = await lockHeld(tx, caseIds);
  if (held !== null) throw new Error(`case ${held} is on hold: nothing of it is erased`);
}

const GONE = '[gewist]';

/** The name out of notes, plans, complaints and hand-overs that stay for others. */
async function eraseFromWords({ sql: tx, keys }: Stores, caseId: string, persons: readonly Person[]): Promise<void> {
  const found = await keys.find([caseId]);
  const { notes, plans, handOvers, complaints } = await lockWords(tx, caseId);
  for (const { id, sealed } of notes) {
    const words = noteText.open(found, caseId, id, sealed);
    if (words !== null) await rewriteNote(tx, id, noteText.seal(found, caseId, id, withoutPersons(words, persons, GONE)));
  }
  for (const { id, sealed } of plans) {
    const body = planBody.open(found, caseId, id, sealed);
    if (body !== null) await rewritePlan(tx, id, planBody.seal(found, caseId, id, withoutPersonsIn(body, persons, GONE)));
  }
  for (const { id, sealed } of complaints) {
    const words = complaintWords.open(found, caseId, id, sealed);
    if (words !== null) await rewriteComplaint(tx, id, complaintWords.seal(found, caseId, id, withoutPersonsIn(words, persons, GONE)));
  }
  for (const { id, sealed, service } of handOvers) {
    const words = contact.open(found, caseId, id, sealed);
    await rewriteHandOver(tx, id, withoutPersons(service, persons, GONE), words === null ? sealed : contact.seal(found, caseId, id, withoutPersons(words, persons, GONE)));
  }
}
