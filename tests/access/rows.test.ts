/** Postgres' own rules about rows, tried in SQL as the application's account: no code of ours stands between. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect, type Connections, type Sql } from '../../src/db/connect.ts';
import { isNotTheirs } from '../../src/db/errors.ts';
import { openDatabase, scopeKeyOf, scopeText, type Database } from '../../src/db/scoped.ts';
import type { Role } from '../../src/domain/case/lifecycle.ts';
import { seedTwente } from '../../src/usecases/identity/seed-twente.ts';
import { enschede, insertCandidate } from '../../testkit/data/cases.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { schemaOf } from '../../testkit/database/schema-dump.ts';
import { hashKey } from '../../testkit/data/keys.ts';
import { places } from '../../testkit/data/places.ts';

const hengelo = '0164';
let owner: TestDatabase;
let database: Database;
const opened: Connections[] = [];

beforeAll(async () => {
  owner = await testDatabase();
  await seedTwente(owner.sql, places);
  const one = await insertCandidate(owner.sql, { municipality: enschede, creditors: ['woongoed-twente'] });
  const other = await insertCandidate(owner.sql, { municipality: hengelo, creditors: ['oost-energie'] });
  for (const { id } of [one, other]) await fillIn(owner.sql, id);
  database = openDatabase({ databaseUrl: owner.url, hashKey, databaseConnections: 4, databaseAnswerMs: 30_000 });
});
afterAll(async () => {
  await Promise.all([database.end(), ...opened.map((sql) => sql.end())]);
  await owner.drop();
});

/** A row of every kind that hangs on a case. */
async function fillIn(sql: Sql, caseId: string): Promise<void> {
  const at = '2026-11-20T10:00:00Z';
  await sql`insert into notes (id, case_id, kind, sealed, author_id, created_at) values (gen_random_uuid(), ${caseId}, 'note', 'x', 'x', ${at})`;
  await sql`insert into plans (id, case_id, sealed, author_id, created_at) values (gen_random_uuid(), ${caseId}, 'x', 'x', ${at})`;
  await sql`insert into feedbacks (id, case_id, body, author_id, created_at) values (gen_random_uuid(), ${caseId}, '{}', 'x', ${at})`;
  await sql`insert into feedback_drafts (case_id, body, author_id, saved_at) values (${caseId}, '{}', 'x', ${at})`;
  await sql`insert into contact_details (id, case_id, sealed, recorded_by, recorded_at) values (gen_random_uuid(), ${caseId}, 'x', 'x', ${at})`;
  await sql`insert into check_answers (signal_id, check_code, case_id, way, state, asked_at, tried_at) select id, 'benefits', case_id, 'list', 'asking', ${at}, ${at} from signals where case_id = ${caseId}`;
  await sql`insert into timeline (case_id, key, type, at, actor_id, actor_role) values (${caseId}, '1.0', 'go', ${at}, 'x', 'desk')`;
  await sql`
    insert into deadlines (id, case_id, municipality_code, kind, owner, state, term, started_at, due_on, due_before, seq)
    select ${`${caseId}.1`}, id, municipality_code, 'triage', 'desk', 'open', '{}', ${at}, '2026-11-27', '2026-11-27T23:00:00Z', 1 from cases where id = ${caseId}`;
  await sql`insert into case_facts (case_id, key, seq, kind, code, municipality_code, cycle, happened_on) select id, '1.0.0', 1, 'cause', 'dispute', municipality_code, 0, ${at} from cases where id = ${caseId}`;
}

const actor = (role: Role, scope: { municipalityCode?: string; creditorId?: string } = {}) => ({ id: role, role, teamId: null, municipalityCode: scope.municipalityCode ?? null, creditorId: scope.creditorId ?? null });
const tables = ['cases', 'signals', 'households', 'persons', 'notes', 'plans', 'timeline', 'deadlines', 'feedbacks', 'feedback_drafts', 'contact_details', 'check_answers', 'case_facts'] as const;

async function countsOf(sql: Sql): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of tables) counts[table] = Number((await sql`select count(*) from ${sql(table)}`)[0]?.['count']);
  return counts;
}
const each = (n: number) => Object.fromEntries(tables.map((table) => [table, n]));

/** A connection of the application whose scope is any text. */
function withScope(scope: string): Sql {
  const sql = connect(owner.url, { max: 1, scope });
  opened.push(sql);
  return sql;
}

describe('rows in Postgres, for the application’s account', () => {
  test('are all there for the system, and for those who work for the whole region', async () => {
    expect(await countsOf(database.system)).toEqual(each(2));
    for (const role of ['desk', 'project-leader', 'privacy-officer'] as const) expect(await countsOf(database.of(actor(role)))).toEqual(each(2));
  });

  test('are those of the own municipality for a caseworker, and for a desk of one municipality', async () => {
    for (const role of ['caseworker', 'desk'] as const) {
      const sql = database.of(actor(role, { municipalityCode: enschede }));
      expect(await countsOf(sql)).toEqual(each(1));
      expect(await sql`select distinct municipality_code from cases`).toEqual([{ municipalityCode: enschede }]);
    }
  });

  test('are a creditor’s own signals and their cases, without persons, notes, plans and what colleagues do', async () => {
    const sql = database.of(actor('creditor', { creditorId: 'oost-energie' }));
    expect(await countsOf(sql)).toEqual({ ...each(0), cases: 1, signals: 1, households: 1, feedbacks: 1 });
    expect(await sql`select creditor_id from signals`).toEqual([{ creditorId: 'oost-energie' }]);
  });

  test.each([
    ['a caseworker without a municipality', actor('caseworker')],
    ['a creditor without a creditor', actor('creditor')],
    ['the steering group', actor('steering-group')],
    ['nobody', null],
  ])('are none for %s', async (_, who) => {
    expect(await countsOf(database.of(who))).toEqual(each(0));
  });

  test('show an administrator no person, no words and no signals', async () => {
    expect(await countsOf(database.of(actor('administrator')))).toEqual({ ...each(0), cases: 2, deadlines: 2 });
  });

  test('cannot be written for others: moved, changed, removed or added', async () => {
    const sql = database.of(actor('caseworker', { municipalityCode: enschede }));
    expect((await sql`update cases set phase = 'closed' where municipality_code = ${hengelo}`).count).toBe(0);
    expect((await sql`delete from notes where case_id in (select id from cases where municipality_code = ${hengelo})`).count).toBe(0);
    await expect(sql`update cases set municipality_code = ${hengelo}`.execute()).rejects.toThrow('row-level security');
    const [foreign] = await owner.sql<{ id: string }[]>`select id from cases where municipality_code = ${hengelo}`;
    const add = sql`insert into notes (id, case_id, kind, sealed, author_id, created_at) values (gen_random_uuid(), ${foreign?.id ?? ''}, 'note', 'x', 'x', now())`.execute();
    // By this the API tells it from an error of ours.
    expect(isNotTheirs(await add.then(() => null, (error: unknown) => error))).toBe(true);
  });
});

describe('a scope', () => {
  const mine = scopeText(scopeKeyOf({ hashKey }), actor('caseworker', { municipalityCode: enschede }));
  const signature = mine.split('|').at(-1) ?? '';

  test.each([
    ['none at all', ''],
    ['another municipality under the same signature', `caseworker|${hengelo}||${signature}`],
    ['another role under the same signature', `desk|||${signature}`],
    ['no signature', 'system|||'],
    ['a signature by another key', scopeText('another key', actor('system'))],
    ['too many parts', `${mine}|`],
    ['what is no scope', 'x'],
  ])('that is %s shows nothing', async (_, scope) => {
    expect(await countsOf(withScope(scope))).toEqual(each(0));
  });

  test('that is changed on the way shows nothing more', async () => {
    const sql = withScope(mine);
    expect(await countsOf(sql)).toEqual(each(1));
    await sql`select set_config('app.scope', ${`system|||${signature}`}, false)`;
    expect(await countsOf(sql)).toEqual(each(0));
  });

  test('cannot be signed by the application’s account: the key is not its to read', async () => {
    for (const forbidden of ['select * from scope_secret', 'select * from migrations']) await expect(database.system.unsafe(forbidden)).rejects.toThrow('permission denied');
    for (const escape of ['set row_security = off', `set role ${new URL(owner.ownerUrl).username}`, 'alter table cases disable row level security']) {
      const sql = withScope(mine);
      const seen = sql.begin(async (tx) => {
        await tx.unsafe(escape);
        return tx`select count(*) from cases`;
      });
      await expect(seen).rejects.toThrow(/permission denied|must be owner|row-level security/);
    }
  });
});

describe('the schema', () => {
  test('is written down in docs/schema.sql (npm run schema writes it)', async () => {
    const file = new URL('../../docs/schema.sql', import.meta.url);
    const schema = await schemaOf(owner.owner);
    if (process.env['WRITE_SCHEMA'] !== undefined) await writeFile(file, schema);
    expect((await readFile(file, 'utf8')).split('\n')).toEqual(schema.split('\n'));
  });

  test('has row-level security and a rule on every table; the application’s account owns nothing and passes by nothing', async () => {
    const bare = await owner.sql<{ name: string }[]>`
      select tablename as name from pg_tables t where schemaname = 'public' and tablename not in ('migrations', 'key_migrations', 'scope_secret')
        and (not rowsecurity or not exists (select from pg_policies p where p.schemaname = 'public' and p.tablename = t.tablename))`;
    expect(bare).toEqual([]);
    const [account] = await database.system`select rolsuper, rolbypassrls, rolcreaterole, (select count(*) from pg_class where relowner = r.oid) as owned from pg_roles r where rolname = current_user`;
    expect(account).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, owned: 0 });
  });

  test('what was done cannot be changed or removed by the application', async () => {
    for (const sql of [database.system, database.of(actor('privacy-officer'))]) {
      await expect(sql`update audit_log set outcome = 'done'`.execute()).rejects.toThrow('permission denied');
      await expect(sql`delete from audit_log`.execute()).rejects.toThrow('permission denied');
    }
  });
});
