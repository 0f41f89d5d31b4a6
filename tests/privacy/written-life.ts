/**
 * A life in which colleagues write wherever they can: each command goes through the body that its route takes and the
 * use case that keeps its words; the steps are those of the rules, stored as the workflow stores them.
 */
import { randomUUID } from 'node:crypto';
import { passTime, refusal, takeCommand, takeMatch, takeSignal } from '../../src/domain/case/life.ts';
import { recordOf } from '../../src/domain/case/record.ts';
import { newCase, standingOf, type CaseState } from '../../src/domain/case/state.ts';
import type { Step } from '../../src/domain/case/step.ts';
import type { Command } from '../../src/domain/case/commands.ts';
import { addDays, localDate } from '../../src/domain/time/dates.ts';
import { refusalOf, actions, roleSchema, type Action, type Phase, type Role } from '../../src/domain/case/lifecycle.ts';
import { casePolicySchema, twentePolicy } from '../../src/domain/planning/policy.ts';
import type { CallingActor } from '../../src/actor.ts';
import type { Sql } from '../../src/db/connect.ts';
import { actionBodies, storeWords } from '../../src/usecases/cases/case-actions.ts';
import type { KeyStore } from '../../src/privacy/key-store.ts';
import { addNote } from '../../src/usecases/cases/add-note.ts';
import { savePlanDraft } from '../../src/usecases/drafts/plan-draft.ts';
import { storeCaseRecord } from '../../src/usecases/records/store-case-record.ts';
import { enschede, insertCandidate, roundId } from '../../testkit/data/cases.ts';
import type { Marks } from './marks.ts';
import { RULES } from '../../src/domain/case/rules.ts';

export interface Life {
  caseId: string;
  signals: { id: string; creditorId: string; reference: string }[];
  /** What was done, in its order. */
  done: string[];
}

const DAY_MS = 24 * 60 * 60 * 1000;
const actorAs = (role: Role): CallingActor => ({ id: 'meldpunt', role, municipalityCode: null, teamId: 'team-enschede', creditorId: null });
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

/** Throws that lead all the way: reached, a plan, feedback, half a year, and the re-check. */
export const throughAll = [18, 18, 18, 18, 24, 24, 18, 18, 18];

/** @param throws each chooses what is done next, and how */
export async function live({ sql, keys }: { sql: Sql; keys: KeyStore }, marks: Marks, creditors: string[], throws: readonly number[]): Promise<Life> {
  const made = await insertCandidate(sql, { creditors });
  let at = Date.now() - 400 * DAY_MS;
  const moment = () => new Date(at).toISOString();
  let state: CaseState = newCase({ caseId: made.id, gemeentecode: enschede, policy: casePolicySchema.parse(twentePolicy), closedDays: [] });
  const take = async (step: Step | null) => {
    if (step === null) return;
    ({ state } = step);
    await storeCaseRecord(sql, recordOf(step));
  };
  const signals = await sql<Life['signals']>`select id, creditor_id, reference from signals where case_id = ${made.id} order by id`;
  for (const { id, creditorId } of signals) await take(takeSignal(state, { rules: RULES, signalId: id, creditorId, roundId, verdict: 'pending', reason: null, teamId: 'team-enschede', crisis: false, receivedAt: moment() }, moment()));
  const decisions = signals.map(({ id, creditorId }) => ({ signalId: id, creditorId, outcome: 'in-case' as const, reason: null }));
  await take(takeMatch(state, { rules: RULES, roundId, closedAt: moment(), confirmedAt: moment(), teamId: null, decisions }, moment()));
  const done: string[] = [];
  for (const [n, thrown] of throws.entries()) {
    await write(sql, keys, marks, made.id);
    const possible = actions.flatMap((action) => roleSchema.options.filter((role) => refusalOf(standingOf(state), action, role) === null).map((role) => [action, role] as const));
    const [action, role] = pick(liked(possible, thrown, state.phase), Math.floor(thrown / 7));
    const body = actionBodies[action].parse(bodyOf(action, marks, { thrown, today: localDate(moment()), state }));
    const { data, noteId } = await storeWords({ sql, keys }, actorAs(role), { caseId: made.id, action, body, at: moment() });
    const command = { rules: RULES, id: `c${n}`, action, actor: { id: 'meldpunt', role }, ...(noteId === undefined ? {} : { noteId }), data } as Command;
    if (refusal(state, command, moment()) === null) {
      await take(takeCommand(state, command, moment()));
      done.push(action);
    }
    at += pick([1, 1, 2, 5, ...(state.phase === 'monitoring' || state.phase === 're-check' ? [190] : [])], thrown) * DAY_MS;
    await take(passTime(state, moment()));
  }
  return { caseId: made.id, signals, done };
}

const wayOn: readonly Action[] = ['answer-re-check', 'send-feedback', 'complete-plan', 'record-attempt', 'go'];

/** The way on is often taken; ends, and what only holds things up, are rarer. */
function liked(possible: (readonly [Action, Role])[], thrown: number, phase: Phase): (readonly [Action, Role])[] {
  // An answer to the re-check can be taken back later, which is no way on.
  const next = wayOn.find((wanted) => (wanted !== 'answer-re-check' || phase === 're-check') && possible.some(([action]) => action === wanted));
  if (thrown % 3 === 0 && next !== undefined) return possible.filter(([action]) => action === next);
  const rare: readonly Action[] = ['close', 'no-go', 'pause', 'reassign', 'take-on', 'extend-deadline', 'undo-triage'];
  const others = possible.filter(([action]) => !rare.includes(action));
  return thrown % 4 === 0 || others.length === 0 ? possible : others;
}

async function write(sql: Sql, keys: KeyStore, marks: Marks, caseId: string): Promise<void> {
  const actor = actorAs('project-leader');
  await addNote({ sql, keys }, actor, { caseId, text: marks.text('note'), key: randomUUID() });
  await savePlanDraft({ sql, keys }, actor, { caseId, key: randomUUID(), isPart: false, draft: { remarks: marks.text('remarks of a draft', 4_000), skills: [marks.text('skill of a draft', 200)] } }).catch(() => undefined);
}

function bodyOf(action: Action, marks: Marks, { thrown, today, state }: { thrown: number; today: string; state: CaseState }): Record<string, unknown> {
  const reason = marks.text(`reason of ${action}`);
  const handOver = () => ({ service: marks.text('service of a hand-over', 200), contact: marks.text('contact of a hand-over', 200) });
  const undoable = thrown % 3 === 0;
  const attempt = { kind: 'visit', outcome: pick(['reached', 'nobody-home', 'reached', 'refused', 'unsafe', 'moved'], Math.floor(thrown / 3)), date: today, partOfDay: pick(['morning', 'afternoon', 'evening'], thrown) };
  const debts = state.problematicDebts ? { outlook: 'problematic-debts', approach: ['debt-services'] } : { outlook: 'arrears-only', approach: ['arrangement'] };
  const bodies: Record<Action, Record<string, unknown>> = {
    'undo-triage': {},
    'resume-visits': {},
    'end-visits': {},
    refer: {},
    'confirm-hand-over': {},
    'mark-covered': { signalId: pick(state.signals, thrown).id },
    'withdraw-day': { signalId: pick(state.signals, thrown).id },
    pause: {},
    'take-on': {},
    resume: {},
    go: { undoable },
    'no-go': { undoable, because: pick(['other', 'known', 'deceased'], thrown) },
    'plan-appointment': { date: today, time: '09:30', place: 'door', caseworkerId: 'medewerker-enschede' },
    'record-attempt': { ...attempt, another: true },
    'correct-attempt': { ...attempt, outcome: state.attempts.at(-1)?.outcome ?? 'reached' },
    'take-back-attempt': { attemptId: state.attempts[thrown % 3]?.id },
    'record-callback': { date: today },
    'record-problematic-debts': { urgent: false },
    'withdraw-problematic-debts': {},
    'complete-plan': {
      incomeCents: 1, fixedCostsCents: 1, roomToRepayCents: 1, allowancesChecked: true, causes: ['life-event'], skills: [marks.text('skill', 200)], currentPaymentsFrom: today, problematicDebts: thrown % 2 === 0,
      urgent: false, helpWithArrangements: true, lifeAreas: ['health'], directPayment: false, consentToShare: true, handOver: handOver(), remarks: marks.text('remarks of the plan', 4_000),
      debts: [{ creditor: marks.text('creditor of a debt', 200), kind: 'other', amountCents: 100, arrangement: 'none' }],
    },
    'end-planning': { because: 'declined' },
    'record-first-talk': { date: today },
    'offer-hand-over': handOver(),
    'send-feedback': { cause: 'life-event', currentPayments: { state: 'resumes-on', date: addDays(today, 10) }, undoable: thrown % 4 === 0, ...debts },
    'undo-feedback': {},
    'correct-feedback': { cause: 'unknown', currentPayments: { state: 'not-agreed' }, ...debts },
    'answer-re-check': { creditorId: pick(Object.keys(state.answers).concat('oost-energie'), thrown), paying: thrown % 3 > 0 },
    'decide-re-check': { decision: pick(['close', 'revisit', 'ask-again'], thrown) },
    'extend-deadline': { deadlineId: state.deadlines.find(({ endedAt }) => endedAt === null)?.id ?? 'none', dueOn: addDays(today, 60) },
    reassign: { teamId: 'team-enschede' },
    close: { because: pick(['other', 'objection', 'paid'], thrown) },
    reopen: { to: pick(['triage', 'visiting', 'planning'], thrown) },
  };
  return { ...bodies[action], reason };
}
