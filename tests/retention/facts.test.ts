/** What reports count, as it is stored: in step with the timeline, made for cases of before, and kept when a case is anonymised. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { planFactKinds } from '../../src/domain/case/facts.ts';
import { passTime, takeCommand } from '../../src/domain/case/life.ts';
import { recordOf } from '../../src/domain/case/record.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import { systemActor, type Command } from '../../src/domain/case/commands.ts';
import { factRows, numbered, writtenCodes } from '../../src/db/queries/records/case-facts.ts';
import { seedTwente } from '../../src/usecases/identity/seed-twente.ts';
import { makeFacts } from '../../src/usecases/records/make-facts.ts';
import { storeCaseRecord } from '../../src/usecases/records/store-case-record.ts';
import { anonymiseCase } from '../../src/usecases/retention/anonymise-case.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { places } from '../../testkit/data/places.ts';
import { writtenCase, type Stored, type WrittenCase } from './support.ts';

let database: TestDatabase;
let stored: Stored;
let made: WrittenCase;

beforeAll(async () => {
  database = await testDatabase();
  stored = { sql: database.sql, keys: database.keys };
  await seedTwente(stored.sql, places);
});
beforeEach(async () => {
  made = await writtenCase(stored);
}, 60_000);
afterAll(() => database.drop());

type Row = Record<string, unknown>;
const factsOf = (caseId = made.caseId) => stored.sql<Row[]>`select * from case_facts where case_id = ${caseId} order by seq, key`;
const stateOf = async (caseId = made.caseId) => (await stored.sql<{ state: CaseState }[]>`select state from cases where id = ${caseId}`)[0]?.state as CaseState;
/** As reports ask: by municipality, month and kind, over all cases. */
const report = () => stored.sql<Row[]>`
  select municipality_code, to_char(happened_on, 'YYYY-MM') as month, to_char(agreed_for, 'YYYY-MM') as agreed, kind, code, contact, part_of_day, creditor_id, count(*)
  from case_facts group by 1, 2, 3, 4, 5, 6, 7, 8 order by 1, 2, 3, 4, 5, 6, 7, 8`;

/** One step more of the case, stored as the workflow does. */
async function act(command: Pick<Command, 'action' | 'data'>, { state, at, id = command.action }: { state: CaseState; at: string; id?: string }): Promise<CaseState> {
  const step = takeCommand(state, { id, actor: { id: 'meldpunt', role: 'project-leader' }, ...command } as Command, at);
  await storeCaseRecord(stored.sql, recordOf(step));
  return step.state;
}

describe('facts of a case', () => {
  test('are all that was done in it, with the codes of its plan and its feedback', async () => {
    const kinds = (await stored.sql<{ kind: string; code: string | null }[]>`select kind, code from case_facts where case_id = ${made.caseId} order by seq, key`).map(({ kind, code }) => (code === null ? kind : `${kind} ${code}`));
    // The plan says no to direct payment, and drafts are counted by nothing.
    const talk = [
      'attempt reached', 'plan', 'cause life-event', 'life-area health', 'arrangement payment-arrangement', 'arrangement current-payments', 'allowances-checked', 'problematic-debts not-urgent', 'hand-over offered',
      'feedback help-accepted', 'feedback-cause life-event', 'current-payments resumes-on', 'outlook problematic-debts', 'approach debt-services',
    ];
    // A contact while the re-check is waited for counts too.
    expect(kinds).toEqual(['triage go', ...talk, 'attempt reached', 're-check-asked', 're-check not-paying', ...talk, 'closed-early paid', 'closed closed-early', 'result paid-or-arranged']);
    expect((await factsOf()).map(({ cycle }) => cycle)).toEqual([0, ...talk.map(() => 0), 0, 0, 0, ...talk.map(() => 1), 1, 1, 1]);
  });

  test('follow a correction and a step that was lost and taken otherwise', async () => {
    let state = await act({ action: 'reopen', data: { to: 'visiting' } }, { state: await stateOf(), at: '2026-11-10T10:00:00.000Z' });
    const day = { date: '2026-11-11', kind: 'visit', partOfDay: 'morning' } as const;
    state = await act({ action: 'record-attempt', data: { ...day, outcome: 'reached' } }, { state, at: '2026-11-11T10:00:00.000Z', id: 'a' });
    const before = state;
    state = await act({ action: 'record-problematic-debts', data: { urgent: false } }, { state, at: '2026-11-11T10:05:00.000Z' });
    const newest = async () => (await factsOf()).filter(({ seq }) => Number(seq) >= before.seq).map(({ kind, code, partOfDay }) => [kind, code, partOfDay]);
    expect(await newest()).toEqual([['attempt', 'reached', 'morning'], ['problematic-debts', 'not-urgent', null]]);
    await act({ action: 'correct-attempt', data: { ...day, partOfDay: 'evening', outcome: 'nobody-home' } }, { state, at: '2026-11-11T10:10:00.000Z' });
    expect(await newest()).toEqual([['attempt', 'nobody-home', 'evening']]);
    // The engine lost both and took something else after the attempt.
    await act({ action: 'end-planning', data: { because: 'paid' } }, { state: before, at: '2026-11-11T10:20:00.000Z' });
    expect(await newest()).toEqual([['attempt', 'reached', 'morning'], ['no-plan', 'paid', null]]);
  });

  test('are not stored again with a step that comes twice, nor by time that passes', async () => {
    const state = await act({ action: 'reopen', data: { to: 'planning' } }, { state: await stateOf(), at: '2026-11-10T10:00:00.000Z' });
    const before = await factsOf();
    await storeCaseRecord(stored.sql, recordOf(takeCommand(await stateOf(), { id: 'reopen', actor: { id: 'meldpunt', role: 'project-leader' }, action: 'reopen', data: { to: 'planning' } }, '2026-11-10T10:00:00.000Z')));
    const passed = passTime(state, '2026-12-20T10:00:00.000Z');
    expect(passed?.events.map(({ type }) => type)).toContain('deadline-breached');
    if (passed !== null) await storeCaseRecord(stored.sql, recordOf(passed));
    expect(await factsOf()).toEqual(before);
  });
});

describe('facts of cases that an older release stored', () => {
  test('are made from the timeline and the opened plans, once, by whichever worker is first', async () => {
    const other = await writtenCase(stored);
    const before = [await factsOf(), await factsOf(other.caseId)];
    await stored.sql`delete from case_facts`;
    await stored.sql`update plans set codes = null`;
    await stored.sql`update cases set facts_version = 0`;
    const done = await Promise.all([makeFacts(stored), makeFacts(stored)]);
    expect(done.reduce((a, b) => a + b)).toBe((await stored.sql`select 1 from cases`).length);
    expect([await factsOf(), await factsOf(other.caseId)]).toEqual(before);
    expect(await makeFacts(stored)).toBe(0);
    // Drafts have no codes: they are counted by nothing.
    expect(await stored.sql`select 1 from plans where codes is null and case_id = ${made.caseId}`).not.toHaveLength(0);
    expect(await stored.sql`select 1 from plans where codes is not null and case_id = ${made.caseId}`).toHaveLength(2);
  });

  test('that were anonymised before lack what only the plan said, and have the rest', async () => {
    const before = await factsOf();
    await anonymise();
    await stored.sql`delete from case_facts where case_id = ${made.caseId}`;
    await stored.sql`update cases set facts_version = 0 where id = ${made.caseId}`;
    await makeFacts(stored);
    expect(await factsOf()).toEqual(before.filter(({ kind }) => !(planFactKinds as readonly unknown[]).includes(kind)));
  });
});

const anonymise = () => anonymiseCase(stored, { caseId: made.caseId, actor: systemActor, because: 'erasure', at: '2026-11-27T00:15:00.000Z' });

describe('when a case is anonymised', () => {
  test('no figure changes, and what its plan was about leads to no case and no day any more', async () => {
    const before = await report();
    await anonymise();
    expect(await report()).toEqual(before);
    expect(await stored.sql`select 1 from case_facts where case_id = ${made.caseId} and kind = any(${[...planFactKinds]})`).toEqual([]);
    const loose = await stored.sql<Row[]>`select distinct key, seq, cycle, to_char(happened_on, 'DD') as day, to_char(agreed_for, 'DD') as agreed from case_facts where case_id is null`;
    expect(new Set(loose.map(({ key, seq, cycle, day }) => [key, seq, cycle, day].join()))).toEqual(new Set([',0,0,01']));
    expect(loose.every(({ agreed }) => agreed === null || agreed === '01')).toBe(true);
  });

  test('what is left is what its timeline says', async () => {
    await anonymise();
    const events = await stored.sql<Parameters<typeof numbered>[0]>`select key, seq, at, type, data from timeline where case_id = ${made.caseId} and seq is not null`;
    const rows = factRows(await stateOf(), numbered(events), await writtenCodes(stored.sql, made.caseId));
    expect((await factsOf()).map(({ key, kind, code }) => [key, kind, code]).sort()).toEqual(rows.map(({ key, kind, code }) => [key, kind, code]).sort());
  });
});
