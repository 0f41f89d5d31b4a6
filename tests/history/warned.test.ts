import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { passTime, takeCommand, takeMatch, takeSignal } from '../../src/domain/case/life.ts';
import { recordOf, type CaseRecord } from '../../src/domain/case/record.ts';
import { newCase, type CaseState } from '../../src/domain/case/state.ts';
import type { Step } from '../../src/domain/case/step.ts';
import type { Command } from '../../src/domain/case/commands.ts';
import { twentePolicy } from '../../src/domain/planning/policy.ts';
import { seedTwente } from '../../src/usecases/identity/seed-twente.ts';
import { storeCaseRecord } from '../../src/usecases/records/store-case-record.ts';
import { enschede, insertCandidate, insertRound, roundId } from '../../testkit/data/cases.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { places } from '../../testkit/data/places.ts';

/** Monday 5 March 2040: triage is due on Monday 12 March and warns on Friday 9 March. */
const BEGIN = '2040-03-05T09:00:00.000Z';
const WARNED = '2040-03-08T23:00:00.000Z';

describe('when the owner of a deadline was warned', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
    await seedTwente(database.sql, places);
    await insertRound(database.sql);
  });
  afterAll(() => database.drop());

  /** A case in triage, its steps stored as they are taken. */
  async function inTriage() {
    const { sql } = database;
    const { id } = await insertCandidate(sql, { municipality: enschede });
    const signals = await sql<{ id: string; creditorId: string }[]>`select id, creditor_id from signals where case_id = ${id}`;
    let state: CaseState = newCase({ caseId: id, gemeentecode: enschede, policy: twentePolicy, closedDays: [] });
    const take = async (step: Step | null): Promise<CaseRecord> => {
      if (step === null) throw new Error('nothing happens');
      state = step.state;
      const record = recordOf(step);
      await storeCaseRecord(sql, record);
      return record;
    };
    for (const signal of signals) await take(takeSignal(state, { signalId: signal.id, creditorId: signal.creditorId, roundId, verdict: 'pending', reason: null, teamId: null, crisis: false, receivedAt: BEGIN }, BEGIN));
    await take(takeMatch(state, { roundId, closedAt: BEGIN, confirmedAt: BEGIN, teamId: null, decisions: signals.map((signal) => ({ signalId: signal.id, creditorId: signal.creditorId, outcome: 'in-case', reason: null })) }, BEGIN));
    const warnedAt = async () => (await sql<{ warnedAt: string | null }[]>`select warned_at from deadlines where case_id = ${id} and kind = 'triage'`)[0]?.warnedAt;
    const act = (command: Pick<Command, 'action' | 'data'>, at: string) => take(takeCommand(state, { id: `${command.action}-${at}`, actor: { id: 'projectleider', role: 'project-leader' }, ...command } as Command, at));
    const triage = () => state.deadlines.find(({ kind }) => kind === 'triage')?.id ?? '';
    return { warnedAt, act, triage, passTime: (at: string) => take(passTime(state, at)), state: () => state, take };
  }

  test('is the moment of the warning, and stays when the deadline is done', async () => {
    const made = await inTriage();
    expect(await made.warnedAt()).toBeNull();
    await made.passTime(WARNED);
    expect(new Date((await made.warnedAt()) ?? 0).toISOString()).toBe(WARNED);
    await made.act({ action: 'go', data: {} }, '2040-03-09T10:00:00.000Z');
    expect(new Date((await made.warnedAt()) ?? 0).toISOString()).toBe(WARNED);
  });

  test('is never, where no warning lies ahead any more and none was given', async () => {
    const made = await inTriage();
    // On its last day, one day more: the warning for that day would have been this morning.
    await made.act({ action: 'extend-deadline', data: { deadlineId: made.triage(), dueOn: '2040-03-13' } }, '2040-03-12T10:00:00.000Z');
    expect(made.state().deadlines.find(({ kind }) => kind === 'triage')?.warnsAt).toBeNull();
    expect(await made.warnedAt()).toBeNull();
  });

  test('is taken back with the step that was lost', async () => {
    const made = await inTriage();
    const before = made.state();
    await made.passTime(WARNED);
    await made.take(takeCommand(before, { id: 'again', action: 'pause', actor: { id: 'projectleider', role: 'project-leader' }, data: {} }, '2040-03-09T10:00:00.000Z'));
    expect(await made.warnedAt()).toBeNull();
  });
});
