import type { CallingActor } from '../../actor.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import {
  deadlinesOfCase,
  findCase,
  findFeedback,
  findInformed,
  handOversOfCase,
  latestAppointment,
  personsOfCase,
  signalsOfCase,
  type CaseDeadlineRow,
  type CaseDetailRow,
  type PersonRow,
} from '../../db/queries/cases/case-detail.ts';
import { consentsOfCase } from '../../db/queries/rights/consents.ts';
import { contactDetailsOf } from '../../db/queries/cases/contact-details.ts';
import { findFeedbackDraft } from '../../db/queries/cases/drafts.ts';
import { codesOfPlan } from '../../db/queries/cases/notes-and-plans.ts';
import type { Known } from '../../db/known.ts';
import type { Calendar } from '../../domain/time/calendar.ts';
import { standingOf, type HeardDetails } from '../../domain/case/contact-details.ts';
import { byPerson } from '../../domain/rights/same-person.ts';
import { creditorsOf, type Attempt, type CaseState } from '../../domain/case/state.ts';
import { caseResults, labelOf } from '../../domain/codes.ts';
import { localDate, type LocalDate } from '../../domain/time/dates.ts';
import { phaseLabels } from '../../domain/case/lifecycle.ts';
import { retentionOf } from '../../domain/retention/retention.ts';
import { helpIn, proposedFeedback } from '../../domain/case/feedback/feedback-plan.ts';
import type { Feedback } from '../../domain/case/feedback/feedback-schema.ts';
import { isOwed, isUntouched } from '../../domain/case/feedback/owing.ts';
import { suspensionOf, suspensionOfSignal } from '../../domain/case/signals/suspension.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { address, shownAddress } from '../../privacy/personal.ts';
import { AppError } from '../../errors.ts';
import { actionsFor } from './read-case-step.ts';
import { findCheckAdvice } from '../checks/find-advice.ts';
import { findLikelyHouseholds, readJoinings } from '../signals/find-likely-households.ts';
import { dueBadge } from '../../wording/sentences/due.ts';
import { signalKindInWords } from '../../wording/sentences/signal-kind.ts';
import { deadlineLabels, roleLabels } from '../../wording/labels/labels.ts';

/**
 * A case with everything that its page shows, the persons included; the reading is noted in the audit log.
 * @throws AppError not-found
 */
export async function readCase({ sql, known, keys }: { sql: Sql; known: Known; keys: KeyStore }, actor: CallingActor, id: string) {
  // Before the transaction: what is not known yet is read on a connection of its own.
  const calendar = await known.calendar();
  // One transaction: ten queries apart would take ten connections of the pool, and could tell of two moments.
  const { row, parts } = await sql.begin(async (tx) => {
    const row = await findCase(tx, actor, id);
    if (row === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
    return { row, parts: await partsOf({ sql: tx, keys }, actor, row) };
  });
  const [signals, persons, deadlines, handOvers, feedback, appointment, informed, consents, likely, joinings, plan, feedbackDraft, heard, checked] = parts;
  const today = localDate(new Date().toISOString());
  const { state, address: sealed, suspensionDays, helpAccepted, helped, retention, ...shown } = row;
  const proposed = state === null ? null : proposedFeedback(helpIn(state, plan));
  return {
    ...shown,
    phaseLabel: phaseLabels[row.phase],
    resultLabel: row.result === null ? null : labelOf(caseResults, row.result),
    address: shownAddress(address.open(await keys.find([id]), id, id, sealed)),
    nextDueBadge: row.nextDueOn === null ? null : dueBadge(row.nextDueOn, today, calendar),
    retention: row.closedAt === null || row.anonymisedAt !== null ? null : retentionOf({ ...row, closedAt: row.closedAt, helped }, retention),
    suspension: suspensionOf({ ...row, helpAccepted, suspensionDays }),
    signals: signals.map(({ decidedAt, helpAccepted: isHelped, ...signal }) => ({ ...signal, signalKindLabel: signalKindInWords(signal), ...owing(state, signal.id, proposed), suspension: signal.state === 'in-case' ? suspensionOfSignal({ matchedAt: row.matchedAt, closedAt: row.closedAt, suspensionDays, decidedAt, helpAccepted: isHelped, feedbackAt: signal.feedbackAt }) : null })),
    probablySame: likely.get(id) ?? [],
    joinings,
    persons,
    deadlines: deadlines.map((deadline) => deadlineView(deadline, today, calendar)),
    handOvers,
    feedback,
    feedbackDraft,
    appointment,
    informed,
    informedHint: informed === null && isReached(state) ? informHint : null,
    contactDetails: standingIn(persons, heard),
    advice: checked(id).advice,
    unansweredChecks: checked(id).unanswered,
    consents: consents.map(({ personId, purpose, state: answer, on, how, recordedAt }) => ({ personId, purpose, state: answer, on, how, recordedAt })),
    ...standing(state),
    actions: actionsFor(row.anonymisedAt === null ? state : null, actor),
  };
}

/** What is shown beside the case's row; that it is read is noted with it. */
const partsOf = ({ sql, keys }: { sql: Db; keys: KeyStore }, actor: CallingActor, { id, state }: CaseDetailRow) =>
  Promise.all([
    signalsOfCase(sql, id),
    personsOfCase({ sql, keys }, id),
    deadlinesOfCase(sql, id),
    handOversOfCase({ sql, keys }, id),
    findFeedback(sql, state?.feedbackId ?? null),
    latestAppointment(sql, id),
    findInformed(sql, id),
    consentsOfCase(sql, id),
    findLikelyHouseholds({ sql, keys }, state?.phase === 'closed' ? [] : [id]),
    readJoinings(sql, id),
    state?.planId == null ? null : codesOfPlan(sql, state.planId),
    findFeedbackDraft(sql, id),
    contactDetailsOf({ sql, keys }, [id]),
    findCheckAdvice({ sql, keys }, [id]),
    writeAudit(sql, actor, { action: 'read-case', outcome: 'done', caseId: id }),
  ]);

/** Of the household and of each person, who may have a row for each creditor, what was said last. */
function standingIn(persons: readonly PersonRow[], heard: readonly HeardDetails[]) {
  const groups = byPerson(persons.map((row) => ({ ...row, personId: row.id, householdId: '' })));
  const standing = [standingOf(heard, null), ...groups.map((rows) => standingOf(heard, rows.map(({ id }) => id)))];
  return standing.flatMap((one) => (one === undefined ? [] : [{ id: one.id, personId: one.personId, phone: one.phone, email: one.email, preferred: one.preferred, partsOfDay: one.partsOfDay, source: 'resident' as const, recordedBy: one.recordedBy, recordedAt: one.recordedAt }]));
}

/** At the latest at the first contact (AVG art. 14(3)). */
/** Without what the case keeps for taking it back. */
const shownAttempt = ({ id, kind, outcome, date, partOfDay, cycle, during, recordedAt, by }: Attempt) => ({ id, kind, outcome, date, partOfDay, cycle, during, recordedAt, by });

const isReached = (state: CaseState | null): boolean => state?.attempts.some(({ outcome }) => outcome !== 'nobody-home') === true;
const informHint = 'Er was contact, maar er is niet vastgelegd dat de inwoner weet welke gegevens wij gebruiken en waarvoor (AVG artikel 14). Leg dat vast.';

function deadlineView(d: CaseDeadlineRow, today: LocalDate, calendar: Calendar) {
  const badge = d.endedAt !== null ? null : d.state === 'paused' ? 'gepauzeerd' : dueBadge(d.dueOn, today, calendar);
  return { ...d, label: deadlineLabels[d.kind], ownerLabel: roleLabels[d.owner], badge };
}

/** What is still to be done for one signal. */
function owing(state: CaseState | null, signalId: string, proposed: Feedback | null) {
  const signal = state?.signals.find(({ id }) => id === signalId);
  if (state === null || signal === undefined) return { feedbackOwed: false, needsWork: false, proposedFeedback: null };
  const feedbackOwed = state.phase !== 'closed' && isOwed(state, signal);
  return { feedbackOwed, needsWork: feedbackOwed && isUntouched(state, signal), proposedFeedback: feedbackOwed ? proposed : null };
}

/** What the workflow knows beyond the columns. */
function standing(state: CaseState | null) {
  const attempts = state?.attempts ?? [];
  return {
    seq: state?.seq ?? 0,
    maxVisits: state?.policy.maxVisits ?? null,
    cycle: state?.cycle ?? 0,
    attempts: attempts.map(shownAttempt),
    triedPartsOfDay: [...new Set(attempts.filter((a) => a.cycle === state?.cycle).flatMap(({ partOfDay }) => partOfDay ?? []))],
    held: state?.held == null ? null : { decision: state.held.decision, until: state.held.until },
    heldFeedback: (state?.heldFeedback ?? []).map(({ feedbackId, until, signalIds, corrects = null }) => ({ feedbackId, until, signalIds, corrects })),
    visitsStopped: state?.visitsStopped ?? false,
    planId: state?.planId ?? null,
    problematicDebts: state?.problematicDebts ?? false,
    urgent: state?.urgent ?? false,
    reCheckAnswers: state === null ? [] : creditorsOf(state).flatMap((creditorId) => answerOf(state, creditorId)),
  };
}

function answerOf({ answers }: CaseState, creditorId: string) {
  const answer = answers[creditorId];
  return answer === undefined ? [] : [{ creditorId, answer }];
}
