import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { addressKey } from '../../src/domain/matching/address.ts';
import type { RowResult, SignalRow } from '../../src/delivery/judging/row.ts';
import { fileOf } from '../../testkit/data/large-file.ts';
import { readAll, signals } from './support.ts';

const months = ['2026-10', '2026-11'] as const;
type Month = (typeof months)[number];

const expectedSchema = z.object({
  files: z.record(z.string(), z.object({ dataRows: z.number(), accepted: z.number(), duplicates: z.number() })),
  invalid: z.array(z.object({ creditor: z.string(), line: z.number(), reference: z.string(), field: z.string() })),
  joined: z.array(z.object({ creditor: z.string(), reference: z.string(), address: z.string() })),
  cases: z.array(z.object({ address: z.string(), signals: z.array(z.string()), totalCents: z.number(), crisis: z.boolean() })),
});

const sample = (name: string) => readFileSync(new URL(`../../samples/${name}`, import.meta.url));
const expected = (month: Month) => expectedSchema.parse(JSON.parse(sample(`${month}/expected.json`).toString()));
const creditors = Object.keys(expected('2026-10').files);

const rowsOf = (month: Month, creditor: string) =>
  readAll(sample(`${month}/${creditor}.csv`), { context: { receivedOn: `${month}-20`, cutOffOn: `${month}-25` } });

/** What the desk will count: the first of equal rows is accepted, the others are repeats; else it is a conflict. */
function tally(rows: readonly RowResult[]) {
  const first = new Map<string, { contentKey: string; signal: SignalRow }>();
  const counts = { dataRows: rows.length, accepted: 0, duplicates: 0, conflicts: 0 };
  for (const row of rows) {
    if (!row.ok) continue;
    const earlier = first.get(row.signal.reference);
    if (earlier) counts[earlier.contentKey === row.contentKey ? 'duplicates' : 'conflicts'] += 1;
    else {
      counts.accepted += 1;
      first.set(row.signal.reference, row);
    }
  }
  return { counts, signals: first };
}

describe.each(months)('the deliveries of %s', (month) => {
  const { files, invalid, joined, cases } = expected(month);

  test.each(creditors)('of %s: rows, accepted, repeats and refused lines are as expected', async (creditor) => {
    const rows = await rowsOf(month, creditor);

    const refused = rows.flatMap((row) => (row.ok ? [] : row.problems.map(({ field }) => ({ creditor, line: row.line, reference: row.reference, field }))));
    expect(refused).toEqual(invalid.filter((line) => line.creditor === creditor));
    expect(tally(rows).counts).toEqual({ ...files[creditor], conflicts: 0 });
  });

  test('every signal of a case has the address, and together they have the amount and urgency, of the case', async () => {
    const signals = new Map<string, SignalRow>();
    for (const creditor of creditors) {
      for (const [reference, { signal }] of tally(await rowsOf(month, creditor)).signals) signals.set(reference, signal);
    }
    const found = (reference: string) => signals.get(reference) ?? fail(reference);

    for (const { address, signals: references, totalCents, crisis } of cases) {
      const own = references.map(found);
      expect(own.map((signal) => addressKey(signal.address))).toEqual(own.map(() => address));
      expect(own.reduce((sum, signal) => sum + signal.amountCents, 0)).toBe(totalCents);
      expect(own.some((signal) => signal.crisis)).toBe(crisis);
    }
    for (const { reference, address } of joined) expect(addressKey(found(reference).address)).toBe(address);
  });
});

function fail(reference: string): never {
  throw new Error(`no accepted signal ${reference}`);
}

test('every row of the large file that is measured is accepted, at a household of its own', async () => {
  const rows = signals(await readAll(fileOf({ count: 21_000 })));
  expect(new Set(rows.map(({ address }) => addressKey(address))).size).toBe(21_000);
});
