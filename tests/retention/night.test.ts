/** A night of retention: what is due goes, once, and nothing else does. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Connections } from '../../src/db/connect.ts';
import { personsOfCase } from '../../src/db/queries/cases/case-detail.ts';
import { claimKey, openAnswer, storeAnswer, type FirstRequest } from '../../src/db/queries/identity/request-keys.ts';
import { insertNote } from '../../src/db/queries/cases/notes-and-plans.ts';
import { systemActor } from '../../src/domain/case/commands.ts';
import { addDays, addMonths, endOfDay, startOfDay } from '../../src/domain/time/dates.ts';
import { twentePolicy } from '../../src/domain/planning/policy.ts';
import type { KeyStore } from '../../src/privacy/key-store.ts';
import { deliveredFile, refusedRow } from '../../src/privacy/personal.ts';
import { readRetention } from '../../src/usecases/retention/read-retention.ts';
import { anonymiseDue } from '../../src/usecases/retention/anonymise-due.ts';
import { seedTwente } from '../../src/usecases/identity/seed-twente.ts';
import { enschede, insertCandidate, insertRound, roundId, type TestCase } from '../../testkit/data/cases.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { devServerAddress } from '../../testkit/engine/dev-server.ts';
import { keys } from '../../testkit/data/keys.ts';
import { places } from '../../testkit/data/places.ts';
import { everything, figures, type Stored } from './support.ts';

const today = '2041-03-27';
/** A quarter past one in Amsterdam. */
const at = '2041-03-27T00:15:00.000Z';
const system = { ...systemActor, municipalityCode: null, teamId: null, creditorId: null };

let database: TestDatabase;
let sql: Connections;
let stored: Stored;

beforeAll(async () => {
  database = await testDatabase();
  sql = database.connect({ max: 12 });
  stored = { sql, keys: database.keys };
  await seedTwente(sql, places);
  await insertRound(sql);
  const shorter = { ...twentePolicy, version: 'twente-short', retention: { ...twentePolicy.retention, withHelpMonths: 6, monthsByResult: { deceased: 1 } } };
  await sql`insert into policies (version, region_id, valid_from, body) values ('twente-short', 'twente', '2040-01-01', ${sql.json(shorter)})`;
  // As versions of before retention are stored.
  await sql`update policies set body = body - 'retention' where version = ${twentePolicy.version}`;
});
beforeEach(async () => {
  await database.owner`truncate cases, signals, persons, households, deliveries, changes, address_sightings, retention_runs, request_keys, keys.subject_keys cascade`;
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

const night = (wanted: Partial<Parameters<typeof anonymiseDue>[1]> = {}, keys: KeyStore = stored.keys) => anonymiseDue({ sql, keys }, { runId: randomUUID(), actor: system, at, ...wanted });
const certificates = async (action = 'anonymised') => (await sql<{ caseId: string }[]>`select case_id from audit_log where action = ${action} and case_id in (select id from cases) order by case_id`).map(({ caseId }) => caseId);

interface Wanted {
  /** The local day; at its first or last moment. */
  on: string;
  moment?: 'first' | 'last';
  helped?: boolean;
  isCase?: boolean;
  result?: string | null;
  policyVersion?: string;
}

const lastMomentOf = (date: string) => new Date(Date.parse(endOfDay(date)) - 1).toISOString();

async function closed({ on, moment = 'last', helped = false, isCase = true, result = null, policyVersion = twentePolicy.version }: Wanted): Promise<TestCase> {
  const closedAt = moment === 'last' ? lastMomentOf(on) : startOfDay(on);
  const made = await insertCandidate(sql, { openedAt: closedAt });
  await sql`
    update cases set phase = 'closed', closed_at = ${closedAt}, policy_version = ${policyVersion}, matched_at = ${isCase ? closedAt : null},
      ending = ${isCase ? 'fed-back' : 'drop-out'}, result = ${result} where id = ${made.id}`;
  await sql`update signals set state = ${isCase ? 'in-case' : 'dropped'}, decided_at = ${closedAt} where case_id = ${made.id}`;
  if (helped) await sql`insert into timeline (case_id, key, seq, type, at, actor_id, actor_role) values (${made.id}, '9.0', 9, 'plan-completed', ${closedAt}, 'x', 'caseworker')`;
  return made;
}

describe('a case goes on the day after its term, and not the day before', () => {
  test.each([
    ['with help', { helped: true }, addMonths(today, -60)],
    ['without help', {}, addMonths(today, -12)],
    ['that never was one', { isCase: false }, addDays(today, -42)],
    ['with help, of a policy that keeps it shorter', { helped: true, policyVersion: 'twente-short' }, addMonths(today, -6)],
    ['of a result that has its own term', { helped: true, result: 'deceased', policyVersion: 'twente-short' }, addMonths(today, -1)],
  ])('%s', async (_what, wanted, on) => {
    const due = await closed({ ...wanted, on: addDays(on, -1), moment: 'last' });
    const young = await closed({ ...wanted, on, moment: 'first' });
    const counts = await night();
    expect(await certificates()).toEqual([due.id]);
    expect(counts['with-help'] + counts['without-help'] + counts['no-case'] + counts['by-result']).toBe(1);
    expect(await personsOfCase(stored, due.id)).toEqual([]);
    expect(await personsOfCase(stored, young.id)).toHaveLength(2);
    // A day later that one goes too.
    await night({ at: '2041-03-28T00:15:00.000Z' });
    expect(await certificates()).toEqual([due.id, young.id].sort());
  });

  test('with, in its certificate, which rule of which version, and since when it might', async () => {
    const due = await closed({ on: '2036-02-29', helped: true });
    await night();
    expect((await sql<{ detail: unknown; actorRole: string }[]>`select detail, actor_role from audit_log where case_id = ${due.id}`)[0]).toMatchObject({
      actorRole: 'system',
      detail: { because: 'retention', basis: { rule: 'with-help', dueOn: '2041-03-01' }, policyVersion: 'twente-1', closedOn: '2036-02-29', counts: { persons: 2, signals: 2 } },
    });
  });
});

describe('what does not go', () => {
  test('is a case that runs again, one on hold, and one of which a signal waits for its round', async () => {
    const [running, held, waiting] = [await closed({ on: '2020-01-01' }), await closed({ on: '2020-01-01' }), await closed({ on: '2020-01-01' })];
    await sql`update cases set phase = 'visiting', closed_at = null where id = ${running.id}`;
    await sql`update cases set held_at = now() where id = ${held.id}`;
    await sql`update signals set state = 'pending' where id = ${waiting.signalIds[0] ?? ''}`;
    expect(await night()).toMatchObject({ 'without-help': 0, held: 1, waiting: 1 });
    expect(await certificates()).toEqual([]);
    for (const { id } of [running, held, waiting]) expect(await personsOfCase(stored, id)).toHaveLength(2);
    await sql`update cases set held_at = null where id = ${held.id}`;
    expect(await night()).toMatchObject({ 'without-help': 1, held: 0, waiting: 1 });
  });
});

describe('signals that led to no case', () => {
  const drop = (id: string | undefined, on: string) => sql`update signals set state = 'dropped', reason = 'repeated', decided_at = ${startOfDay(on)} where id = ${id ?? ''}`;
  const references = async ({ id }: TestCase) => (await sql<{ reference: string }[]>`select reference from signals where case_id = ${id} order by state, id`).map(({ reference }) => reference.replace(/-.*/, ''));

  test('go after 42 days, though the case at their address goes on; those that are in it stay', async () => {
    const made = await insertCandidate(sql, { creditors: ['woongoed-twente', 'oost-energie', 'zorgzeker'] });
    await sql`update cases set phase = 'visiting', matched_at = now() where id = ${made.id}`;
    await sql`update signals set state = 'in-case' where case_id = ${made.id}`;
    await drop(made.signalIds[0], addDays(today, -43));
    await drop(made.signalIds[1], addDays(today, -42));
    expect(await night()).toMatchObject({ signals: 1 });
    expect(await references(made)).toEqual(expect.arrayContaining(['anoniem', 'ref', 'ref']));
    expect(await personsOfCase(stored, made.id)).toHaveLength(2);
    expect(await certificates()).toEqual([]);
    const told = await sql<{ detail: unknown }[]>`select detail from audit_log where action = 'signals-anonymised' and case_id = ${made.id}`;
    expect(told).toMatchObject([{ detail: { because: 'retention', basis: { rule: 'no-case', dueOn: today }, signalIds: [made.signalIds[0]], counts: { signals: 1, persons: 1 } } }]);
    expect(await night()).toMatchObject({ signals: 0 });
    expect(await sql`select 1 from audit_log where action = 'signals-anonymised' and case_id = ${made.id}`).toHaveLength(1);
  });

  test('stay with a case on hold', async () => {
    const made = await insertCandidate(sql);
    await sql`update cases set phase = 'visiting', held_at = now() where id = ${made.id}`;
    for (const id of made.signalIds) await drop(id, '2040-01-01');
    expect(await night()).toMatchObject({ signals: 0 });
    expect(await personsOfCase(stored, made.id)).toHaveLength(2);
  });

  test('stay while a request of the resident waits for its answer', async () => {
    const made = await insertCandidate(sql);
    await sql`update cases set phase = 'visiting' where id = ${made.id}`;
    for (const id of made.signalIds) await drop(id, '2040-01-01');
    const id = randomUUID();
    await sql`
      insert into avg_requests (id, kind, case_id, person_id, municipality_code, received_on, recorded_at, recorded_by, policy_version)
      values (${id}, 'objection', ${made.id}, ${made.signalIds[0] ?? ''}, '0153', ${today}, now(), 'privacy', 'twente-1')`;
    expect(await night()).toMatchObject({ signals: 0 });
    await sql`update avg_requests set state = 'done' where id = ${id}`;
    expect(await night()).toMatchObject({ signals: 2 });
  });
});

async function delivery(finishedOn: string): Promise<string> {
  const id = randomUUID();
  const key = await stored.keys.make([id]);
  const receipt = deliveredFile.seal(key, id, id, { fileName: 'jansen.csv', sha256: id });
  const sealed = refusedRow.seal(key, id, `${id}/3`, [{ field: 'amount', value: 'Jansen', rule: 'amount', message: '' }]);
  await sql`
    insert into deliveries (id, creditor_id, round_id, format, same_file, receipt, state, received_at, received_by, finished_at, rows, refused, accepted, problem)
    values (${id}, 'woongoed-twente', ${roundId}, 'csv', ${`Jansen ${id}`}, ${receipt}, 'done', ${startOfDay(finishedOn)}, 'x', ${startOfDay(finishedOn)}, 2, 1, 1, ${sql.json({ code: 'encoding', message: 'Jansen', advice: '', missingColumns: [] })})`;
  await sql`insert into delivery_chunks (delivery_id, n, bytes) values (${id}, 0, ${Buffer.from('sealed')})`;
  await sql`insert into delivery_rows (delivery_id, line, reference, verdict) values (${id}, 2, 'C1', 'accepted')`;
  await sql`insert into delivery_rows (delivery_id, line, reference, verdict, problems) values (${id}, 3, 'C2', 'refused', ${sealed})`;
  return id;
}

describe('what deliveries hold of rows that led to nothing', () => {
  test('goes after 42 days with the key; what became of each row stays', async () => {
    const [old, young] = [await delivery(addDays(today, -43)), await delivery(addDays(today, -42))];
    expect(await night()).toMatchObject({ deliveries: 1, deliveryRows: 1 });
    expect(await sql`select 1 from delivery_chunks where delivery_id = ${old}`).toHaveLength(0);
    expect(await sql`select line, reference, verdict, problems from delivery_rows where delivery_id = ${old} order by line`).toEqual([
      { line: 2, reference: 'C1', verdict: 'accepted', problems: null },
      { line: 3, reference: null, verdict: 'refused', problems: null },
    ]);
    expect([...(await stored.keys.find([old, young])).keys()]).toEqual([young]);
    expect((await everything(database.owner)).filter((row) => row.includes('Jansen') && row.includes(old))).toEqual([]);
    expect(await sql`select same_file, receipt from deliveries where id = ${old}`).toEqual([{ sameFile: null, receipt: null }]);
    expect((await sql`select rows, refused, accepted, problem->>'code' as code from deliveries where id = ${old}`)[0]).toEqual({ rows: 2, refused: 1, accepted: 1, code: 'encoding' });
    expect(await sql`select detail->>'deliveryId' as id from audit_log where action = 'delivery-cleared' and detail->>'deliveryId' in (${old}, ${young})`).toEqual([{ id: old }]);
    expect(await night()).toMatchObject({ deliveries: 0 });
  });
});

describe('leftovers', () => {
  test('sightings of more than six months ago go; a round that is matched now still sees its six months', async () => {
    const seen = (on: string) => sql`insert into address_sightings (address_hash, round_id, seen_on) values (${on}, ${roundId}, ${on})`;
    for (const on of ['2040-09-26', '2040-09-27', '2041-03-01']) await seen(on);
    expect(await night()).toMatchObject({ sightings: 1 });
    expect((await sql<{ seenOn: string }[]>`select seen_on from address_sightings order by 1`).map(({ seenOn }) => seenOn)).toEqual(['2040-09-27', '2041-03-01']);
    await seen('2040-09-25');
    await sql`insert into rounds (id, region_id, month, cut_off, state, opened_at, closed_at) values ('twente-2041-03', 'twente', '2041-03', '2041-03-25T10:00:00Z', 'proposed', now(), now())`;
    expect(await night()).toMatchObject({ sightings: 0 });
    await sql`update rounds set state = 'confirmed' where id = 'twente-2041-03'`;
    expect(await night()).toMatchObject({ sightings: 1 });
  });

  test('reasons that nothing refers to go after a week, those in the timeline or the audit log stay', async () => {
    const { id: caseId } = await insertCandidate(sql);
    const written = async (on: string) => {
      const id = randomUUID();
      await insertNote(stored, { id, caseId, authorId: 'x', at: startOfDay(on) }, 'reason', 'Omdat.');
      return id;
    };
    const [, young, inTimeline, inLog] = [await written(addDays(today, -8)), await written(addDays(today, -7)), await written('2041-01-01'), await written('2041-01-01')];
    await sql`insert into timeline (case_id, key, type, at, actor_id, actor_role, note_id) values (${caseId}, 'note-1', 'note-added', now(), 'x', 'desk', ${inTimeline})`;
    await sql`insert into audit_log (at, actor_id, actor_role, action, outcome, case_id, note_id) values (now(), 'x', 'desk', 'go', 'done', ${caseId}, ${inLog})`;
    expect(await night()).toMatchObject({ notes: 1 });
    expect((await sql<{ id: string }[]>`select id from notes`).map(({ id }) => id).sort()).toEqual([young, inTimeline, inLog].sort());
  });

  test('what requests were answered under a key goes after seven days, with the key of its day', async () => {
    const asked = async (day: string) => {
      const request = { keyHash: `key of ${day}`, caller: 'x', content: 'x', day };
      await claimKey(sql, request);
      await storeAnswer(sql, stored.keys, request, { said: 'Jansen' }, []);
      return request;
    };
    const [old, young] = [await asked(addDays(today, -8)), await asked(addDays(today, -7))];
    await night({ dryRun: true });
    expect(await sql`select 1 from request_keys`).toHaveLength(2);
    const [copy] = await sql<FirstRequest[]>`select key_hash, caller, content, day, answer from request_keys where key_hash = ${old.keyHash}`;
    expect(await openAnswer(stored.keys, copy as FirstRequest)).toEqual({ said: 'Jansen' });
    await night();
    expect(await sql`select key_hash from request_keys`).toEqual([{ keyHash: young.keyHash }]);
    expect(await openAnswer(stored.keys, copy as FirstRequest)).toBeNull();
    const kept = await claimKey(sql, young);
    expect(await openAnswer(stored.keys, kept as FirstRequest)).toEqual({ said: 'Jansen' });
    // The key that is gone can be used again, as a new one.
    expect(await claimKey(sql, { ...old, day: today })).toBeNull();
  });

  test('proposals that nobody decided on count as discarded after three months', async () => {
    const propose = async (on: string, state: string) => {
      const id = randomUUID();
      await sql`insert into changes (id, because, reason, state, basis, proposed_at, proposed_by, confirmed_at, number) values (${id}, '{"because": "closed-day-added", "date": "2041-05-01", "name": "x"}', 'x', ${state}, 'x', ${startOfDay(on)}, 'x', ${state === 'done' ? startOfDay(on) : null}, ${state === 'done' ? 1 : null})`;
      await sql`insert into change_moves (change_id, deadline_id, kind, effect, from_on, to_on) values (${id}, 'd', 'triage', 'later', '2041-05-01', '2041-05-02')`;
      return id;
    };
    const [old] = [await propose('2040-12-26', 'proposed'), await propose('2040-12-27', 'proposed'), await propose('2040-01-01', 'done')];
    expect(await night()).toMatchObject({ proposals: 1 });
    expect(await sql`select id, discarded_by from changes where state = 'discarded'`).toEqual([{ id: old, discardedBy: 'system' }]);
    expect(await sql`select 1 from change_moves`).toHaveLength(2);
  });
});

describe('a night', () => {
  const many = async (count: number) => {
    const made = [];
    for (let n = 0; n < count; n += 1) made.push((await closed({ on: '2035-01-01', helped: n % 2 === 0, isCase: n % 3 > 0 })).id);
    return made.sort();
  };

  test('that only counts changes nothing, and counts what the next night removes', async () => {
    await many(5);
    await delivery('2040-01-01');
    await sql`insert into address_sightings (address_hash, round_id, seen_on) values ('x', ${roundId}, '2040-01-01')`;
    const before = await everything(database.owner);
    const foreseen = await night({ dryRun: true });
    expect(await everything(database.owner)).toEqual(before);
    expect(foreseen).toMatchObject({ 'no-case': 2, deliveries: 1, sightings: 1 });
    expect(await night()).toEqual({ ...foreseen, deliveryRows: 1 });
    expect(await night({ dryRun: true })).toMatchObject({ 'no-case': 0, 'with-help': 0, deliveries: 0, sightings: 0 });
  });

  test('that is cut off goes on, also with what was half done, and removes each thing once', async () => {
    const ids = await many(9);
    const figuresBefore = await figures(sql);
    let destroyed = 0;
    const dying: KeyStore = {
      ...stored.keys,
      destroy: (subjects, when) => ((destroyed += 1) === 4 ? Promise.reject(new Error('killed')) : stored.keys.destroy(subjects, when)),
    };
    const runId = randomUUID();
    await expect(night({ runId }, dying)).rejects.toThrow('could not be taken');
    expect((await stored.keys.find(ids)).size).toBe(1);
    expect(await sql`select finished_at from retention_runs`).toEqual([{ finishedAt: null }]);
    expect(await night({ runId })).toMatchObject({ keys: 1 });
    expect((await stored.keys.find(ids)).size).toBe(0);
    expect(await certificates()).toEqual(ids);
    expect(await figures(sql)).toEqual(figuresBefore);
    const [run] = await sql<{ counts: Record<string, number>; finishedAt: string | null }[]>`select counts, finished_at from retention_runs`;
    expect(run?.finishedAt).not.toBeNull();
    // Of the one that was half done the certificate stands; its counting was cut off.
    expect(['with-help', 'without-help', 'no-case'].reduce((sum, rule) => sum + (run?.counts[rule] ?? 0), 0)).toBe(8);
  });

  test('of two workers at once removes each thing once', async () => {
    const ids = await many(12);
    const old = await delivery('2040-01-01');
    const both = await Promise.all([night(), night(), night()]);
    expect(await certificates()).toEqual(ids);
    const all = both.map((counts) => counts['with-help'] + counts['without-help'] + counts['no-case']);
    expect(all.reduce((a, b) => a + b, 0)).toBe(ids.length);
    expect(both.reduce((sum, { deliveries }) => sum + deliveries, 0)).toBe(1);
    expect(await sql`select 1 from audit_log where action = 'delivery-cleared' and detail->>'deliveryId' = ${old}`).toHaveLength(1);
  });

  test('removes more than a page of cases', async () => {
    await sql`
      with h as (insert into households (address_hash, municipality_code) select 'h' || n, ${enschede} from generate_series(1, 450) n returning id)
      insert into cases (id, household_id, municipality_code, round_id, policy_version, opened_at, phase, closed_at, matched_at, ending)
      select gen_random_uuid(), id, ${enschede}, ${roundId}, ${twentePolicy.version}, '2035-01-01', 'closed', '2035-01-01', '2035-01-01', 'fed-back' from h`;
    let steps = 0;
    expect(await night({ onStep: () => (steps += 1) })).toMatchObject({ 'without-help': 450 });
    expect(steps).toBeGreaterThan(450);
    expect(await sql`select 1 from cases where anonymised_at is null or key_destroyed_at is null`).toHaveLength(0);
    expect(await sql`select 1 from households where address_hash like 'h%' and length(address_hash) < 5`).toHaveLength(0);
  }, 60_000);
});

describe('npm run retention', () => {
  const run = (...args: string[]) =>
    new Promise<{ code: number; output: string }>((resolve) => {
      const env = { PATH: process.env['PATH'], DATABASE_URL: database.url, KEYS_DATABASE_URL: database.url, TEMPORAL_ADDRESS: devServerAddress(), TASK_QUEUE: 'none', ...keys };
      execFile(process.execPath, ['--import', 'tsx', 'scripts/retention.ts', ...args], { cwd: fileURLToPath(new URL('../../', import.meta.url)), env }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr });
      });
    });

  test('counts, and removes only for an account that may decide it, and records that account', async () => {
    const made = await closed({ on: '2020-01-01' });
    expect(await run('--dry-run')).toEqual({ code: 0, output: expect.stringMatching(/nothing was taken[^]* 1 {2}cases without help/) });
    expect((await run()).output).toContain('--by');
    expect(await run('--by', 'meldpunt')).toEqual({ code: 1, output: expect.stringContaining('may not decide this') });
    expect(await certificates()).toEqual([]);
    expect(await run('--by', 'privacy')).toEqual({ code: 0, output: expect.stringMatching(/Went now[^]* 1 {2}cases without help/) });
    expect(await sql`select actor_id from audit_log where action = 'anonymised' and case_id = ${made.id}`).toEqual([{ actorId: 'privacy' }]);
    expect((await run('--by', 'privacy')).output).toContain('Nothing has reached its term');
  }, 60_000);
});

describe('what is foreseen', () => {
  test('is what goes on that day: by rule, in weeks that follow each other, without what is kept', async () => {
    await closed({ on: '2035-01-01', helped: true });
    const held = await closed({ on: '2035-01-01' });
    await sql`update cases set held_at = '2041-01-05T10:00:00Z' where id = ${held.id}`;
    // Due on 28 March and 3 April (the first week), 4 April (the second), and after eight weeks.
    for (const due of ['2041-03-28', '2041-04-03', '2041-04-04', '2041-05-23']) await closed({ on: addDays(due, -43), isCase: false });
    const running = await insertCandidate(sql);
    await sql`update cases set phase = 'visiting', matched_at = now() where id = ${running.id}`;
    await sql`update signals set state = 'dropped', decided_at = ${startOfDay(addDays(today, -35))} where id = ${running.signalIds[0] ?? ''}`;
    const { tonight, weeks, onHold } = await readRetention(sql, system, at);
    expect([tonight['with-help'], tonight['without-help']]).toEqual([1, 0]);
    expect(weeks.map(({ from, until }) => [from, until]).slice(0, 2)).toEqual([['2041-03-28', '2041-04-03'], ['2041-04-04', '2041-04-10']]);
    expect(weeks.map(({ counts }) => counts['no-case'])).toEqual([2, 1, 0, 0, 0, 0, 0, 0]);
    expect(weeks.map(({ counts }) => counts.signals)).toEqual([0, 1, 0, 0, 0, 0, 0, 0]);
    expect(onHold).toMatchObject({ due: { 'without-help': 1 }, cases: [{ id: held.id, municipalityCode: enschede, heldAt: '2041-01-05T10:00:00.000Z' }] });
    const elsewhere = await readRetention(sql, { ...system, role: 'privacy-officer', municipalityCode: '0164' }, at);
    expect([elsewhere.tonight['with-help'], elsewhere.onHold.cases]).toEqual([0, []]);
  });
});
