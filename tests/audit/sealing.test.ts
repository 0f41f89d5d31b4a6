import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { compareAudit, type Finding } from '../../src/audit/compare.ts';
import type { SealMark } from '../../src/audit/marks.ts';
import { sealOf } from '../../src/audit/seal.ts';
import type { Connections, Sql } from '../../src/db/connect.ts';
import { writeAudit } from '../../src/db/queries/audit/audit.ts';
import { seals } from '../../src/db/queries/audit/audit-seals.ts';
import { systemActor } from '../../src/domain/case/commands.ts';
import { sealAudit } from '../../src/usecases/audit/seal-audit.ts';
import { testDatabase, type OwnerTransaction, type TestDatabase } from '../../testkit/database/database.ts';

const auditKey = 'a key of seals for tests only, of 32 characters';

let database: TestDatabase;
let sql: Connections;
/** Connections of their own: one holds a transaction open while another goes on. */
let other: Connections;
beforeAll(async () => {
  database = await testDatabase();
  sql = database.sql;
  other = database.connect({ max: 2 });
});
afterAll(async () => {
  await other.end();
  await database.drop();
});
beforeEach(() => unguarded(async (tx) => {
  await tx`truncate audit_log, audit_seals`;
}));

const triggers = [['audit_log', 'audit_log_only_added_to'], ['audit_log', 'audit_log_stamp'], ['audit_seals', 'audit_seals_only_added_to']] as const;

/** What only the owner of the tables can do, and no application. */
const unguarded = (work: (tx: OwnerTransaction) => Promise<unknown>) =>
  database.owner.begin(async (tx) => {
    for (const [table, trigger] of triggers) await tx`alter table ${tx(table)} disable trigger ${tx(trigger)}`;
    await work(tx);
    for (const [table, trigger] of triggers) await tx`alter table ${tx(table)} enable always trigger ${tx(trigger)}`;
  });

const write = (on: Sql, n = 1) => Promise.all(Array.from({ length: n }, (_, i) => writeAudit(on, systemActor, { action: 'read-signals', outcome: 'done', detail: { i } })));
/** Other test files write in other databases of the same server: patience is for theirs, and for none of ours. */
const seal = (patienceMs = 10_000, previous: SealMark | null = null) => sealAudit({ sql, config: { auditKey } }, { previous, patienceMs });
const compared = (marks: SealMark[] = []) => compareAudit(sql, { key: auditKey, marks });
const ids = async () => (await sql<{ id: number }[]>`select id from audit_log order by id`).map(({ id }) => id);

/** Three seals: of three rows, of two and of one. */
async function threeSeals(): Promise<SealMark> {
  let newest: SealMark | null = null;
  for (const n of [3, 2, 1]) {
    await write(sql, n);
    ({ newest } = await seal());
  }
  if (newest === null) throw new Error('nothing was sealed');
  return newest;
}

const found = ({ kind, n, range }: Finding) => (range === null ? [kind, n] : [kind, n, range.found - range.sealed]);

describe('the audit log', () => {
  test.each([
    ['an update', 'update audit_log set action = action'],
    ['an update of no row', 'update audit_log set actor_id = null where false'],
    ['a delete', 'delete from audit_log'],
    ['a truncate', 'truncate audit_log'],
    ['a delete of seals', 'delete from audit_seals'],
    ['an update of seals', 'update audit_seals set rows = rows'],
    ['a truncate of seals', 'truncate audit_seals'],
  ])('refuses %s, also of its owner and of a session that says it replicates', async (_, statement) => {
    await threeSeals();
    await expect(database.owner.unsafe(statement)).rejects.toThrow('is only added to');
    await expect(database.owner.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx.unsafe(statement);
    })).rejects.toThrow('is only added to');
    expect(await ids()).toHaveLength(6);
  });

  test('numbers and times its rows itself, whatever it is given', async () => {
    await write(sql);
    const [last = 0] = await ids();
    await sql`insert into audit_log (id, at, recorded_at, action, outcome) values (1, '2020-01-01', '2020-01-01', 'sign-in', 'done')`;
    const [row] = await sql<{ id: number; late: boolean }[]>`select id, recorded_at > now() - interval '1 minute' as late from audit_log where action = 'sign-in'`;
    expect(row).toEqual({ id: last + 1, late: true });
  });
});

describe('sealing', () => {
  test('covers every row once, and agrees with itself', async () => {
    const newest = await threeSeals();
    const { findings, ...counts } = await compared([newest]);
    expect(findings).toEqual([]);
    expect(counts).toMatchObject({ seals: 3, rows: 6, newest: { n: 3, hash: newest.hash }, unsealed: { rows: 0 } });
  });

  test('makes no seal when there is nothing to seal, and says what is not sealed yet', async () => {
    await threeSeals();
    expect((await seal()).newest?.n).toBe(3);
    await write(sql, 2);
    const { findings, unsealed } = await compared();
    expect(findings).toEqual([]);
    expect(unsealed).toMatchObject({ rows: 2, since: expect.any(String) });
  });

  test('splits much into seals of a thousand rows', async () => {
    await sql`insert into audit_log (at, action, outcome) select now(), 'read-case', 'done' from generate_series(1, 2500)`;
    await seal();
    expect(await sql`select n, rows from audit_seals order by n`).toEqual([{ n: 1, rows: 1000 }, { n: 2, rows: 1000 }, { n: 3, rows: 500 }]);
    expect((await compared()).findings).toEqual([]);
  });

  test('of two at once, each row is under one seal', async () => {
    await write(sql, 20);
    await Promise.all([seal(), seal(), seal()]);
    const { findings, rows } = await compared();
    expect(findings).toEqual([]);
    expect(rows).toBe(20);
  });

  test('waits with rows among which an open transaction may still add one, also when numbers were handed out in another order', async () => {
    const open = await other.reserve();
    await open`begin`;
    await write(open);
    await write(sql);
    expect((await seal(0)).newest).toBeNull();
    await open`commit`;
    open.release();
    expect((await seal()).newest?.n).toBe(1);
    expect(await sql`select rows from audit_seals`).toEqual([{ rows: 2 }]);
    expect((await compared()).findings).toEqual([]);
  });

  test('passes over numbers of rows that were taken back', async () => {
    await write(sql);
    await sql.begin(async (tx) => {
      await write(tx as unknown as Sql);
      throw new Error('taken back');
    }).catch(() => undefined);
    await write(sql);
    await seal();
    expect(await sql`select rows from audit_seals`).toEqual([{ rows: 2 }]);
    expect((await compared()).findings).toEqual([]);
  });

  test('keeps no writer waiting: rows are written and committed while a seal is being made, by many at once', async () => {
    await write(sql, 3);
    const sealing = await other.reserve();
    await sealing`begin`;
    expect((await sealAudit({ sql: sealing, config: { auditKey } }, { previous: null, patienceMs: 10_000 })).newest?.n).toBe(1);
    const writers = database.connect({ max: 8 });
    await Promise.all(Array.from({ length: 8 }, () => writers.begin((tx) => write(tx as unknown as Sql, 5))));
    await writers.end();
    expect(await sql`select 1 from audit_seals`).toHaveLength(0);
    expect(await ids()).toHaveLength(43);
    await sealing`commit`;
    sealing.release();
    await seal();
    const { findings, rows } = await compared();
    expect(findings).toEqual([]);
    expect(rows).toBe(43);
  });

  test('writers that hold their transaction open keep no other writer waiting', async () => {
    const held = await Promise.all([other.reserve(), other.reserve()]);
    for (const one of held) {
      await one`begin`;
      await write(one);
    }
    await write(sql);
    expect(await ids()).toHaveLength(1);
    for (const one of held) {
      await one`commit`;
      one.release();
    }
    expect(await ids()).toHaveLength(3);
  });
});

describe('what somebody does with the triggers off is found', () => {
  test.each<[string, (tx: OwnerTransaction) => Promise<unknown>, ReturnType<typeof found>[]]>([
    ['a changed row', (tx) => tx`update audit_log set actor_id = 'somebody-else' where id = (select min(id) from audit_log)`, [['changed', 1, 0]]],
    ['a moment changed by a microsecond', (tx) => tx`update audit_log set at = at + interval '1 microsecond' where id = (select max(id) from audit_log)`, [['changed', 3, 0]]],
    ['a detail changed', (tx) => tx`update audit_log set detail = '{"i": 7}' where id = (select max(id) from audit_log)`, [['changed', 3, 0]]],
    ['a removed row', (tx) => tx`delete from audit_log where id = (select min(id) + 3 from audit_log)`, [['removed', 2, -1]]],
    ['the last row removed', (tx) => tx`delete from audit_log where id = (select max(id) from audit_log)`, [['removed', 3, -1]]],
    ['two rows swapped', (tx) => tx`update audit_log l set detail = o.detail from audit_log o where (select min(id) from audit_log) in (l.id, o.id) and (select min(id) + 1 from audit_log) in (l.id, o.id) and l.id <> o.id`, [['changed', 1, 0]]],
    ['a row put in place of a removed one', (tx) => tx`update audit_log set id = id - 1000000 where id = (select min(id) from audit_log)`, [['removed', 1, -1], ['inserted', 0, 1]]],
    ['all rows of one seal removed', (tx) => tx`delete from audit_log where id between (select first_id from audit_seals where n = 2) and (select last_id from audit_seals where n = 2)`, [['removed', 2, -2]]],
    ['a seal taken away', (tx) => tx`delete from audit_seals where n = 2`, [['seal-missing', 2]]],
    ['the first seal taken away', (tx) => tx`delete from audit_seals where n = 1`, [['seal-missing', 1]]],
    ['a seal whose count was changed', (tx) => tx`update audit_seals set rows = 4 where n = 1`, [['seal-forged', 1]]],
  ])('%s', async (_, tamper, expected) => {
    await threeSeals();
    await unguarded(tamper);
    const { findings } = await compared();
    expect(findings.map(found)).toEqual(expected);
  });

  test('a row inserted among sealed ones', async () => {
    await write(sql);
    await sql.begin(async (tx) => {
      await write(tx as unknown as Sql);
      throw new Error('leaves a gap');
    }).catch(() => undefined);
    await write(sql);
    await seal();
    await unguarded((tx) => tx`insert into audit_log (id, at, recorded_at, action, outcome) select min(id) + 1, now(), now(), 'sign-in', 'done' from audit_log`);
    expect((await compared()).findings.map(found)).toEqual([['inserted', 1, 1]]);
  });

  test('seals that changed places', async () => {
    await threeSeals();
    await unguarded(async (tx) => {
      await tx`update audit_seals set n = 99 where n = 1`;
      await tx`update audit_seals set n = 1 where n = 2`;
      await tx`update audit_seals set n = 2 where n = 99`;
    });
    expect((await compared()).findings.map(found)).toEqual([['seal-forged', 1], ['seal-forged', 2], ['seal-forged', 3]]);
  });

  test('a changed row under seals that were all made again without the key', async () => {
    await threeSeals();
    const before = [];
    for await (const one of seals(sql)) before.push(one);
    await unguarded(async (tx) => {
      await tx`update audit_log set actor_id = 'somebody-else'`;
      await tx`truncate audit_seals`;
    });
    await sealAudit({ sql, config: { auditKey: 'the key of somebody who has only the database' } }, { previous: null, patienceMs: 10_000 });
    expect((await compared()).findings.map(found)).toEqual([['seal-forged', 1]]);
    expect(before).toHaveLength(3);
  });

  test('the newest seals cut off and the rows under them changed: by the mark that was kept elsewhere, now and after sealing anew', async () => {
    const mark = await threeSeals();
    await unguarded(async (tx) => {
      await tx`delete from audit_seals where n >= 2`;
      await tx`update audit_log set actor_id = 'somebody-else' where id > (select last_id from audit_seals where n = 1)`;
    });
    expect((await compared()).findings).toEqual([]);
    expect((await compared([mark])).findings.map(found)).toEqual([['seal-lost', 3]]);
    const { lost, newest } = await seal(10_000, mark);
    expect(lost).toBe(true);
    expect(newest?.n).toBe(2);
    expect(await sql`select detail from audit_log where action = 'seals-lost'`).toEqual([{ detail: { n: 3, hash: mark.hash } }]);
    expect((await compared([mark])).findings.map(found)).toEqual([['seal-lost', 3]]);
  });
});

test('a seal that is made again of the same rows is the same but for its moment', () => {
  const content = { n: 1, firstId: 1, lastId: 9, rows: 3, root: 'ab', previousHash: '', sealedAt: '2026-11-25T10:00:00.000Z' };
  expect(sealOf(content, auditKey)).toEqual(sealOf(content, auditKey));
  expect(sealOf({ ...content, sealedAt: '2026-11-25T10:05:00.000Z' }, auditKey).hash).not.toBe(sealOf(content, auditKey).hash);
  expect(sealOf(content, 'another key').mac).not.toBe(sealOf(content, auditKey).mac);
});
