import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../../testkit/eventually.ts';
import { keepAddressBook } from '../../testkit/data/address-book.ts';
import { startSystem, type System } from '../../testkit/system.ts';

interface Expected {
  files: Record<string, { dataRows: number; accepted: number; duplicates: number }>;
  invalid: { creditor: string; line: number; reference: string; field: string }[];
  dropOuts: { creditor: string; reference: string; reason: string }[];
  joined: { creditor: string; reference: string; address: string; because: string }[];
  cases: { address: string; gemeentecode: string; signals: string[]; totalCents: number; crisis: boolean; multiple: boolean; consecutive: boolean }[];
}

interface Receipt {
  id: string;
  rows: number;
  accepted: number;
  duplicates: number;
  refused: number;
  state: string;
  placed: number;
  sha256: string;
  links: { self: string; rows: string; rowsCsv: string };
}

const sample = (path: string) => readFileSync(new URL(`../../samples/${path}`, import.meta.url));
/** Every address that the expected result names, drop-outs aside. */
const addressesIn = ({ cases, joined }: Expected): string[] => [...cases, ...joined].map(({ address }) => address);
const expectedOf = (month: string) => JSON.parse(sample(`${month}/expected.json`).toString()) as Expected;
const desk = 'meldpunt';

describe.each(['2026-10', '2026-11'])('the sample month %s, over HTTP on the real engine', (month) => {
  const expected = expectedOf(month);
  const receipts = new Map<string, Receipt>();

  test('a past round is opened by hand', async () => {
    const { status } = await system.call(desk, 'POST', '/api/v1/rounds', { month, byHand: true });
    expect(status).toBe(201);
  });

  test.each(Object.keys(expected.files))('%s delivers, and gets a receipt that counts', async (creditor) => {
    const { status, body } = await deliver(month, creditor);
    // 202 on a machine that is busy with more.
    expect([201, 202]).toContain(status);
    const { dataRows, accepted, duplicates } = expected.files[creditor] ?? {};
    const invalid = expected.invalid.filter((row) => row.creditor === creditor).length;
    expect(body).toMatchObject({ state: 'done', rows: dataRows, accepted, duplicates, refused: invalid, placed: accepted });
    receipts.set(creditor, body);
  });

  test('every refused line is named with its field', async () => {
    const refused = [];
    for (const [creditor, receipt] of receipts) {
      const { body } = await system.call<{ items: { line: number; reference: string; verdict: string; problems: { field: string }[] }[] }>(`schuldeiser-${creditor}`, 'GET', `${receipt.links.rows}?limit=1000`);
      for (const row of body.items.filter((item) => item.verdict === 'refused')) refused.push({ creditor, line: row.line, reference: row.reference, field: row.problems[0]?.field });
    }
    expect(sorted(refused)).toEqual(sorted(expected.invalid));
  });

  test('the same file again changes nothing', async () => {
    const creditor = 'zorgzeker';
    const { status, body } = await deliver(month, creditor);
    expect(status).toBe(200);
    expect(body).toEqual(receipts.get(creditor));
  });

  test('everything is killed and started again in between', async () => {
    await Promise.all([system.kill('worker'), system.kill('api')]);
    await Promise.all([system.start('worker'), system.start('api')]);
  });

  test('the round closes, is confirmed, and every household is told', async () => {
    const closed = await system.call<{ listVersion: number; state: string }>(desk, 'POST', `/api/v1/rounds/${month}/close`);
    expect([200, 202]).toContain(closed.status);
    const { listVersion } = await inState(month, 'proposed');
    const confirmed = await system.call(desk, 'POST', `/api/v1/rounds/${month}/confirm`, { listVersion });
    expect([200, 202]).toContain(confirmed.status);
    const round = await inState(month, 'confirmed');
    expect(round.applied).toBe(round.toApply);
  }, 180_000);

  test('drop-outs, joined signals and cases are those expected, exactly', async () => {
    await keepAddressBook(system.owner, addressesIn(expected));
    const rows = await system.sql<{ creditor: string; reference: string; state: string; reason: string | null; address: string | null; caseId: string; fromThisRound: boolean }[]>`
      select s.creditor_id as creditor, s.reference, s.state, s.reason, b.address_key as address, s.case_id
      from signals s join cases c on c.id = s.case_id join households h on h.id = c.household_id left join address_book b on b.address_hash = h.address_hash join rounds r on r.id = s.round_id
      where r.month = ${month} and s.replaced_by is null`;
    const dropOuts = rows.filter((row) => row.state === 'dropped').map(({ creditor, reference, reason }) => ({ creditor, reference, reason }));
    expect(sorted(dropOuts)).toEqual(sorted(expected.dropOuts));
    const joined = rows.filter((row) => row.reason === 'higher' || row.reason === 'other').filter((row) => row.state === 'in-case');
    expect(sorted(joined.map(({ creditor, reference, address, reason }) => ({ creditor, reference, address, because: reason })))).toEqual(sorted(expected.joined));
    const joinedCases = new Set(joined.map((row) => row.caseId));
    const cases = await system.sql<Expected['cases']>`
      select b.address_key as address, c.municipality_code as gemeentecode, array_agg(s.reference order by s.reference) as signals,
        sum(s.amount_cents)::bigint as total_cents, c.crisis, c.multiple, c.consecutive
      from cases c join households h on h.id = c.household_id join address_book b on b.address_hash = h.address_hash join signals s on s.case_id = c.id and s.state = 'in-case'
      join rounds r on r.id = s.round_id
      where r.month = ${month} and c.id <> all(${[...joinedCases]}::uuid[])
      group by c.id, b.address_key`;
    expect(sorted(cases)).toEqual(sorted(expected.cases));
  });

  test('each candidate that dropped out has closed, each case is in triage with its deadlines', async () => {
    const phases = await system.sql<{ phase: string; ending: string | null; count: number }[]>`
      select phase, ending, count(*)::int from cases where round_id = (select id from rounds where month = ${month}) group by 1, 2`;
    expect(new Set(phases.map((row) => `${row.phase} ${row.ending ?? ''}`.trim()))).toEqual(new Set(['closed drop-out', 'triage']));
    const open = await system.sql`select kind from deadlines d join cases c on c.id = d.case_id where c.phase = 'triage' group by c.id, kind having count(*) <> 1`;
    expect(open).toHaveLength(0);
  });
});

let system: System;
beforeAll(async () => {
  system = await startSystem();
}, 120_000);
afterAll(() => system.stop());

/** Delivers, and waits until the receipt is whole. */
async function deliver(month: string, creditor: string) {
  const { status, body } = await system.call<Receipt>(`schuldeiser-${creditor}`, 'POST', `/api/v1/deliveries?round=${month}`, sample(`${month}/${creditor}.csv`));
  return {
    status,
    body: await eventually(async () => {
      const receipt = (await system.call<Receipt>(`schuldeiser-${creditor}`, 'GET', `/api/v1/deliveries/${body.id}`)).body;
      expect(receipt.state).toBe('done');
      return receipt;
    }, 60_000),
  };
}

function inState(month: string, state: string) {
  return eventually(async () => {
    const { body } = await system.call<{ state: string; listVersion: number; applied: number; toApply: number }>(desk, 'GET', `/api/v1/rounds/${month}`);
    expect(body.state).toBe(state);
    return body;
  }, 120_000);
}

const sorted = <Item>(items: readonly Item[]): Item[] => [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
