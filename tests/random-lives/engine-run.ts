/** A random life on the real engine; its twins, on the pure steps and by the model, go on at the very instants that the engine took. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { verifyCase } from '../../src/usecases/records/verify-case.ts';
import { insertCandidate } from '../../testkit/data/cases.ts';
import { eventually } from '../../testkit/eventually.ts';
import { tuning } from '../../testkit/engine/worker.ts';
import { moveOf, type Ids, type Move } from './dice.ts';
import type { Throw } from './throw.ts';
import { engineCase, type Answer, type EngineCase, type Places } from './engine.ts';
import { checkLife, checkMoved, unnumbered } from './live.ts';
import { inputOf, twins, type Taken, type Twins } from './pure-run.ts';
import type { RandomLife } from './throw.ts';

/** The engine's clock goes on a little by itself: so long after it, a moment that falls on a move is over. */
const SLACK_MS = 30_000;

export async function liveOnEngine(places: Places, random: RandomLife): Promise<void> {
  const { id } = await insertCandidate(places.sql, { creditors: [] });
  const signals: string[] = [];
  const ids: Ids = { case: id, signal: (k) => (signals[k] ??= randomUUID()) };
  const engine = engineCase(places, inputOf(random, id));
  const both = twins(random, id);
  const taken: Taken[] = [];
  await engine.startWorker();
  try {
    for (const [n, thrown] of random.dice.entries()) taken.push(...(await moveOn(places, engine, both, { thrown, n, ids })));
    if (both.life.phase !== 'closed') taken.push(...both.pass(await places.env.currentTimeMs()));
    await checkEnd(places, engine, both, taken);
  } finally {
    await engine.stopWorker();
  }
}

/** Time passes, and what the throw asks is asked of all three. */
async function moveOn({ env }: Places, engine: EngineCase, both: Twins, { thrown, n, ids }: { thrown: Throw; n: number; ids: Ids }): Promise<Taken[]> {
  const away = n === 0 ? undefined : whenAway(thrown);
  const passing = env.sleep(thrown.waitMinutes * 60_000 + SLACK_MS);
  if (away === 'passing') await anew(engine);
  await passing;
  const now = await env.currentTimeMs();
  const passed = both.pass(now);
  const move = moveOf(both.life, thrown, n, ids);
  const refusals = both.refusals(move, now);
  assert.equal(refusals.case, refusals.model);
  if (away === 'asking') await engine.stopWorker();
  // Whoever acts on a closed case is refused before the engine hears of it.
  const answer = both.life.phase === 'closed' && refusals.case !== null ? Promise.resolve({ refused: refusals.case }) : engine.ask(move);
  if (away === 'asking') await engine.startWorker();
  return [...passed, ...takenBy(await answer, engine, both, move, refusals.case)];
}

/**
 * Now and then the worker goes and another comes: while time passes, or with a question waiting. Only one that keeps
 * nothing can: this server goes on giving a kept workflow's tasks to the worker that is gone.
 */
const whenAway = ({ c }: Throw) => (tuning.maxCachedWorkflows === 0 ? (['passing', 'asking'] as const)[c % 6] : undefined);

async function anew(engine: EngineCase): Promise<void> {
  await engine.stopWorker();
  await engine.startWorker();
}

function takenBy(answer: Answer, { stored }: EngineCase, both: Twins, move: Move, refusal: string | null): Taken[] {
  assert.equal('refused' in answer ? answer.refused : null, refusal);
  const record = 'seq' in answer ? stored.get(answer.seq) : undefined;
  if (record === undefined || ('replan' in move && both.life.changes.includes(move.replan.changeId))) return [];
  const at = Date.parse(record.at);
  const taken = [...both.pass(at), ...both.take(move, at)];
  checkMoved({ state: both.state(), life: both.life, taken });
  assert.deepEqual(unnumbered(record.state), unnumbered(both.state()));
  return taken;
}

/** At the end all four say the same: the engine, what it stored, the pure steps and the model; and Postgres what the history says. */
async function checkEnd({ sql }: Places, engine: EngineCase, both: Twins, taken: readonly Taken[]): Promise<void> {
  await eventually(async () => {
    const records = [...engine.stored.values()].sort((a, b) => a.state.seq - b.state.seq);
    assert.deepEqual(records.map(({ state }) => state.seq), records.map((_, n) => n + 1));
    assert.deepEqual(records.flatMap(({ events }) => events), taken.flatMap(({ record }) => record.events));
    assert.deepEqual(records.flatMap(({ mails }) => mails), taken.flatMap(({ record }) => record.mails));
    assert.deepEqual(unnumbered(await engine.state()), unnumbered(both.state()));
    checkLife(records, both.life);
    assert.equal(await engine.status(), both.life.phase === 'closed' ? 'COMPLETED' : 'RUNNING');
  });
  const { differences } = await verifyCase({ sql, temporal: engine.temporal }, both.state().caseId);
  assert.deepEqual(differences, []);
}
