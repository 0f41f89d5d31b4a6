/** The rows of the past's rounds and deliveries. */
import { startMatchResult } from '../../src/domain/rounds/round-deadline.ts';
import { meet, momentOf } from '../../src/domain/deadlines/deadline.ts';
import { meetMoment } from '../../src/domain/deadlines/lone.ts';
import type { Policy } from '../../src/domain/planning/policy.ts';
import type { ClosedDay } from '../../src/domain/time/calendar.ts';
import { loneDeadlineRow } from '../../src/db/rows/deadline.ts';
import type { PastRows } from '../../src/db/queries/demo/past.ts';
import { plusMs, type PastRound } from './calendar.ts';
import type { PastCase, PastSignal, Population } from './population.ts';

type Rows = Partial<PastRows>;
type Rules = { policy: Policy; closedDays: ClosedDay[]; regionId: string };

export function rowsOfRounds({ rounds, cases }: Population, rules: Rules): Rows {
  const deliveries = deliveriesOf(cases);
  return {
    rounds: rounds.map((round) => roundRow(round, cases, rules)),
    deadlines: rounds.map((round) => termOf(round, rules)),
    deliveries: deliveries.map(deliveryRow),
    delivery_rows: deliveries.flatMap(({ id, signals }) => signals.map((signal, n) => ({ deliveryId: id, line: n + 2, reference: signal.reference, roundId: signal.roundId, signalId: signal.id, verdict: 'accepted', problems: null }))),
  };
}

function roundRow({ id, month, cutOff, openedAt, confirmedAt }: PastRound, cases: readonly PastCase[], { regionId }: Rules) {
  const told = cases.filter(({ round, signals }) => round.id === id && signals.some(({ crisis }) => !crisis)).length;
  return { id, regionId, month, cutOff, byHand: false, state: 'confirmed', openedAt, closedAt: cutOff, proposedAt: plusMs(cutOff, 41_000), confirmedAt, confirmedBy: 'meldpunt', listVersion: 1, toApply: told, applied: told };
}

/** The list was confirmed in time; its owner may have been warned before. */
function termOf({ id: roundId, cutOff, confirmedAt }: PastRound, { policy, closedDays }: Rules) {
  const deadline = startMatchResult(roundId, cutOff, { matchResult: policy.deadlines['match-result'], confirmation: policy.match.confirmation, closedDays });
  const moment = momentOf(deadline);
  const isWarned = moment !== null && Date.parse(moment.at) < Date.parse(confirmedAt);
  const warnedAt = isWarned ? moment.at : null;
  if (isWarned) meetMoment(moment, { kind: 'desk' });
  meet(deadline, confirmedAt, 'match-confirmed');
  return { ...loneDeadlineRow({ deadline, seq: 3, mails: [], at: confirmedAt }), roundId, warnedAt };
}

interface Delivery {
  id: string;
  signals: (PastSignal & { roundId: string })[];
}

function deliveriesOf(cases: readonly PastCase[]): Delivery[] {
  const found = new Map<string, Delivery>();
  for (const { signals, round } of cases) {
    for (const signal of signals) {
      const { id, signals: known } = found.get(signal.deliveryId) ?? { id: signal.deliveryId, signals: [] };
      found.set(id, { id, signals: [...known, { ...signal, roundId: round.id }] });
    }
  }
  return [...found.values()];
}

/** A receipt without the file's name and checksum: those are sealed, and gone with the delivery's key. */
function deliveryRow({ id, signals }: Delivery) {
  const { creditorId, roundId, receivedAt } = signals[0] ?? { creditorId: '', roundId: '', receivedAt: '' };
  const count = signals.length;
  return { id, creditorId, roundId, format: 'csv', encoding: 'utf-8', bytes: 180 + 140 * count, state: 'done', receivedAt, receivedBy: `schuldeiser-${creditorId}`, finishedAt: plusMs(receivedAt, 8_000), rows: count, accepted: count, placed: count, duplicates: 0, refused: 0, replaced: 0 };
}
