import type { Db } from '../db/connect.ts';
import { markCarriedOut, type AvgEffects } from '../db/queries/avg-requests.ts';
import { findPerson, type PersonOfSignal } from '../db/queries/persons.ts';
import type { Stores } from '../db/queries/words.ts';
import { contact, noteText, planBody, type Person } from '../privacy/personal.ts';
import { withoutPersons, withoutPersonsIn } from '../privacy/redact.ts';
import { anonymiseCase } from './anonymise-case.ts';
import { casesOf, closeCase, deciderOf, granted, tell, type CarryingOut, type Effect } from './carry-out-avg-request.ts';

/**
 * Erases a person (AVG art. 17). A case about nobody else is closed when it runs, and anonymised. Where others live at the
 * address and their arrears are in the case too, it goes on for them: the person's own data goes, and the name out of what
 * colleagues wrote; that there were so many arrears, of so much, stays.
 */
export async function erasePerson(deps: CarryingOut, { requestId, at }: Effect): Promise<void> {
  const request = await granted(deps.sql, requestId);
  if (request.carriedOutAt !== null) return;
  const { erasedCases = [] } = request.effects.erasedCases === undefined ? await begin(deps, { requestId, at }) : request.effects;
  for (const caseId of erasedCases) {
    if (!(await isClosed(deps.sql, caseId))) await closeCase(deps, caseId, requestId, 'other');
    await anonymiseCase(deps, { caseId, actor: deciderOf(request), because: 'erasure', at, basis: { requestId } });
  }
  await deps.sql.begin(async (tx) => {
    const { effects } = await granted(tx, requestId);
    if (!(await markCarriedOut(tx, requestId, at, effects))) return;
    await removeRequestWords(tx, requestId);
    const { rows = 0, sharedCases = [] } = effects;
    await tell(tx, request, { at, action: 'erase-person', type: 'person-erased', caseIds: sharedCases, detail: { rows, cases: erasedCases.length, shared: sharedCases.length } });
  });
}

/**
 * What is about nobody else is only noted here: once it is gone nothing tells whose it was, and a new attempt must know. What
 * is shared is erased in the same transaction.
 */
async function begin({ sql, keys }: CarryingOut, { requestId }: Effect): Promise<AvgEffects> {
  return sql.begin(async (tx) => {
    const request = await granted(tx, requestId);
    const rows = await findPerson({ sql: tx, keys }, { personId: request.personId ?? '', within: request.within, lock: true });
    await mustNotBeHeld(tx, casesOf(rows));
    const shared = await casesWithOthers(tx, rows);
    const effects: AvgEffects = { rows: rows.length, erasedCases: casesOf(rows).filter((id) => !shared.includes(id)), sharedCases: shared };
    const own = rows.filter(({ caseId }) => shared.includes(caseId)).map(({ personId }) => personId);
    await tx`update persons set sealed = null, name_index = null, second_name_index = null, person_key = null where id = any(${own}::uuid[])`;
    for (const caseId of shared) await eraseFromWords({ sql: tx, keys }, caseId, rows);
    await removeOtherWords(tx, requestId, rows);
    await tx`update avg_requests set effects = ${tx.json(effects as never)} where id = ${requestId}`;
    return effects;
  });
}

/** Put on hold since it was granted: it waits, with everything there, until the hold is lifted (AVG art. 17(3)(e)). */
async function mustNotBeHeld(tx: Db, caseIds: readonly string[]): Promise<void> {
  const rows = await tx<{ id: string; heldAt: string | null }[]>`select id, held_at from cases where id = any(${[...caseIds]}::uuid[]) order by id for update`;
  const held = rows.find(({ heldAt }) => heldAt !== null);
  if (held !== undefined) throw new Error(`case ${held.id} is on hold: nothing of it is erased`);
}

/** What the person asked before, and what was corrected. */
async function removeOtherWords(tx: Db, requestId: string, rows: readonly PersonOfSignal[]): Promise<void> {
  await tx`
    delete from avg_words where request_id in (select id from avg_requests where person_id = any(${rows.map(({ personId }) => personId)}::uuid[]) and id <> ${requestId})`;
}

/** Those in which somebody else's signals are. */
async function casesWithOthers(tx: Db, rows: readonly PersonOfSignal[]): Promise<string[]> {
  const found = await tx<{ caseId: string }[]>`
    select distinct s.case_id from signals s join persons p on p.id = s.person_id
    where s.case_id = any(${casesOf(rows)}::uuid[]) and s.replaced_by is null and p.sealed is not null and not s.person_id = any(${rows.map(({ personId }) => personId)}::uuid[])`;
  return found.map(({ caseId }) => caseId);
}

async function isClosed(sql: Db, caseId: string): Promise<boolean> {
  const [row] = await sql<{ closed: boolean }[]>`select phase = 'closed' as closed from cases where id = ${caseId}`;
  return row?.closed ?? true;
}

const GONE = '[gewist]';

/** The name out of notes, plans and hand-overs that stay for others. */
async function eraseFromWords({ sql: tx, keys }: Stores, caseId: string, persons: readonly Person[]): Promise<void> {
  const found = await keys.find([caseId]);
  const [notes, plans, handOvers] = [
    await tx<Sealed[]>`select id, sealed from notes where case_id = ${caseId} for update`,
    await tx<Sealed[]>`select id, sealed from plans where case_id = ${caseId} for update`,
    await tx<(Omit<Sealed, 'sealed'> & { sealed: Buffer | null; service: string })[]>`select id, contact as sealed, service from hand_overs where case_id = ${caseId} for update`,
  ];
  for (const { id, sealed } of notes) {
    const words = noteText.open(found, caseId, id, sealed);
    if (words !== null) await tx`update notes set sealed = ${noteText.seal(found, caseId, id, withoutPersons(words, persons, GONE))} where id = ${id}`;
  }
  for (const { id, sealed } of plans) {
    const body = planBody.open(found, caseId, id, sealed);
    if (body !== null) await tx`update plans set sealed = ${planBody.seal(found, caseId, id, withoutPersonsIn(body, persons, GONE))} where id = ${id}`;
  }
  for (const { id, sealed, service } of handOvers) {
    await tx`update hand_overs set service = ${withoutPersons(service, persons, GONE)} where id = ${id}`;
    const words = contact.open(found, caseId, id, sealed);
    if (words !== null) await tx`update hand_overs set contact = ${contact.seal(found, caseId, id, withoutPersons(words, persons, GONE))} where id = ${id}`;
  }
}

interface Sealed {
  id: string;
  sealed: Buffer;
}

/** What was asked and answered, in this and in the person's earlier requests. */
async function removeRequestWords(tx: Db, requestId: string): Promise<void> {
  await tx`
    delete from avg_words where request_id in (
      select other.id from avg_requests one join avg_requests other on other.case_id = one.case_id and other.person_id is not distinct from one.person_id where one.id = ${requestId})`;
}
