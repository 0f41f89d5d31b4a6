import type { CallingActor } from '../actor.ts';
import type { Sql } from '../db/connect.ts';
import { writeAudit } from '../db/queries/audit.ts';
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
} from '../db/queries/case-detail.ts';
import { consentsOfCase } from '../db/queries/consents.ts';
import { currentCalendar } from '../db/queries/closed-days.ts';
import type { Calendar } from '../domain/calendar.ts';
import { creditorsOf, standingOf, type CaseState } from '../domain/case/state.ts';
import { caseResults, labelOf } from '../domain/codes.ts';
import { localDate, type LocalDate } from '../domain/dates.ts';
import { allowedActions, phaseLabels, refusalOf } from '../domain/lifecycle.ts';
import { retentionOf } from '../domain/retention.ts';
import { suspensionOf } from '../domain/suspension.ts';
import type { KeyStore } from '../privacy/key-store.ts';
import { address, shownAddress } from '../privacy/personal.ts';
import { AppError } from '../errors.ts';
import { dueBadge } from '../wording/due.ts';
import { deadlineLabels, ownerLabels } from '../wording/labels.ts';

/**
 * A case with everything that its page shows, the persons included; the reading is noted in the audit log.
 * @throws AppError not-found
 */
export async function readCase({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, id: string) {
  const row = await findCase(sql, actor, id);
  if (row === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  const [signals, persons, deadlines, handOvers, feedback, appointment, informed, consents, calendar] = await Promise.all([
    signalsOfCase(sql, id),
    personsOfCase({ sql, keys }, id),
    deadlinesOfCase(sql, id),
    handOversOfCase({ sql, keys }, id),
    findFeedback(sql, row.state?.feedbackId ?? null),
    latestAppointment(sql, id),
    findInformed(sql, id),
    consentsOfCase(sql, id),
    currentCalendar(sql),
    writeAudit(sql, actor, { action: 'read-case', outcome: 'done', caseId: id }),
  ]);
  const today = localDate(new Date().toISOString());
  const { state, address: sealed, suspensionDays, helpAccepted, helped, retention, ...shown } = row;
  return {
    ...shown,
    phaseLabel: phaseLabels[row.phase],
    resultLabel: row.result === null ? null : labelOf(caseResults, row.result),
    address: shownAddress(address.open(await keys.find([id]), id, id, sealed)),
    nextDueBadge: row.nextDueOn === null ? null : dueBadge(row.nextDueOn, today, calendar),
    retention: row.closedAt === null || row.anonymisedAt !== null ? null : retentionOf({ ...row, closedAt: row.closedAt, helped }, retention),
    suspension: suspensionOf({ ...row, helpAccepted, suspensionDays }),
    signals,
    persons,
    deadlines: deadlines.map((deadline) => deadlineView(deadline, today, calendar)),
    handOvers,
    feedback,
    appointment,
    informed,
    informedHint: informed === null && isReached(state) ? informHint : null,
    consents: consents.map(({ personId, purpose, state: answer, on, how, recordedAt }) => ({ personId, purpose, state: answer, on, how, recordedAt })),
    ...standing(state),
    actions: actionsFor(row.anonymisedAt === null ? state : null, actor),
  };
}

/** At the latest at the first contact (AVG art. 14(3)). */
const isReached = (state: CaseState | null): boolean => state?.attempts.some(({ outcome }) => outcome !== 'nobody-home') === true;
const informHint = 'Er was contact, maar er is niet vastgelegd dat de inwoner weet welke gegevens wij gebruiken en waarvoor (AVG artikel 14). Leg dat vast.';

function deadlineView(d: CaseDeadlineRow, today: LocalDate, calendar: Calendar) {
  const badge = d.endedAt !== null ? null : d.state === 'paused' ? 'gepauzeerd' : dueBadge(d.dueOn, today, calendar);
  return { ...d, label: deadlineLabels[d.kind], ownerLabel: ownerLabels[d.owner], badge };
}

/** What the workflow knows beyond the columns. */
function standing(state: CaseState | null) {
  const attempts = state?.attempts ?? [];
  return {
    maxVisits: state?.policy.maxVisits ?? null,
    cycle: state?.cycle ?? 0,
    attempts,
    triedPartsOfDay: [...new Set(attempts.filter((a) => a.cycle === state?.cycle).flatMap(({ partOfDay }) => partOfDay ?? []))],
    held: state?.held == null ? null : { decision: state.held.decision, until: state.held.until },
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

function actionsFor(state: CaseState | null, { role }: CallingActor) {
  if (state === null) return [];
  const now = standingOf(state);
  return allowedActions(now).map((allowed) => ({ ...allowed, mine: refusalOf(now, allowed.action, role) === null }));
}
