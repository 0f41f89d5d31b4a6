import { afterAll, beforeAll, describe, test } from '@jest/globals';
import fc from 'fast-check';
import { seedTwente } from '../../src/usecases/identity/seed-twente.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { places } from '../../testkit/data/places.ts';
import { timeSkippingEnvironment } from '../../testkit/engine/time-skipping.ts';
import { tuning } from '../../testkit/engine/worker.ts';
import { BEGIN, lives, repeatable } from './dice.ts';
import { liveOnEngine } from './engine-run.ts';
import type { RandomLife } from './throw.ts';

/** LIVES=500 for more of them. A failure says FC_SEED and FC_PATH, with which it comes again; SHRINK=1 looks for a smaller one. */
const { LIVES = tuning.maxCachedWorkflows === 0 ? 2 : 3, SHRINK } = process.env;
const WITHIN_MS_EACH = 120_000;

describe('random lives on the engine, with a worker that comes and goes', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
    await seedTwente(database.sql, places);
  });
  afterAll(() => database.drop());

  test('agree with the model and the pure steps, and Postgres with their history', async () => {
    await fc.assert(fc.asyncProperty(lives, inOneServer), { ...repeatable(Number(LIVES)), endOnFailure: SHRINK === undefined });
  }, Number(LIVES) * WITHIN_MS_EACH);

  /** Time never goes back: each life takes a server of its own. */
  async function inOneServer(random: RandomLife): Promise<void> {
    const env = await timeSkippingEnvironment();
    try {
      await env.sleep(BEGIN - (await env.currentTimeMs()));
      await liveOnEngine({ env, sql: database.sql }, random);
    } finally {
      await env.teardown();
    }
  }
});
