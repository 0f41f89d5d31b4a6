/** What strikes a run: a few chosen ones for every day's tests, any at random for a long time. */
import type { Dice } from './dice.ts';
import { stages, type Moment, type Stage, type Strike } from './storm.ts';

/** In each stage, and in each part. */
export const everyday: readonly Strike[] = [
  { stage: 'delivery', moment: { when: 'writing', table: 'delivery_rows' }, victims: ['postgres'], awayMs: 500 },
  { stage: 'round', moment: { when: 'writing', table: 'match_decisions' }, victims: ['writer'], awayMs: 0 },
  { stage: 'lives', moment: { when: 'mailed' }, victims: ['worker-1', 'worker-2', 'temporal'], awayMs: 0 },
  { stage: 'lives', moment: { when: 'writing', table: 'audit_log' }, victims: ['api'], awayMs: 0 },
  { stage: 'lives', moment: { when: 'written', table: 'timeline' }, victims: ['writer'], awayMs: 0 },
  { stage: 'replan', moment: { when: 'writing', table: 'deadlines' }, victims: ['writer'], awayMs: 0 },
];

const tables: Record<Stage, readonly [string, ...string[]]> = {
  delivery: ['deliveries', 'delivery_rows', 'signals', 'cases', 'timeline', 'outbox'],
  round: ['rounds', 'match_decisions', 'cases', 'timeline', 'outbox'],
  lives: ['cases', 'timeline', 'deadlines', 'outbox', 'audit_log', 'notes', 'feedbacks'],
  replan: ['changes', 'closed_days', 'cases', 'timeline', 'deadlines'],
};

const victims: readonly [Strike['victims'], ...Strike['victims'][]] = [
  ['writer'],
  ['writer'],
  ['writer', 'temporal'],
  ['writer', 'postgres'],
  ['postgres'],
  ['temporal'],
  ['api'],
  ['worker-1'],
  ['worker-1', 'worker-2'],
  ['api', 'worker-1', 'worker-2', 'temporal', 'postgres'],
];

const MOST_IN_A_STAGE = 3;
const LONGEST_MS = 3_000;
const LONG_MS = 30_000;

/** Up to three strikes a stage; now and then somebody stays away for half a minute. */
export function anyWeather(chance: Dice): readonly Strike[] {
  return stages.flatMap((stage) =>
    Array.from({ length: chance.between(1, MOST_IN_A_STAGE) }, () => ({ stage, moment: anyMoment(stage, chance), victims: chance.one(victims), awayMs: chance.between(1, 12) === 1 ? LONG_MS : chance.between(0, LONGEST_MS) })),
  );
}

function anyMoment(stage: Stage, chance: Dice): Moment {
  const table = chance.one(tables[stage]);
  return chance.one<Moment>([{ when: 'writing', table }, { when: 'written', table }, { when: 'at-random', afterMs: chance.between(0, LONGEST_MS) }, { when: 'mailed' }]);
}
