import { createReadStream, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { readDelivery } from '../../src/delivery/read.ts';
import { addressKey, type Address } from '../../src/domain/matching/address.ts';
import { matchRound, type MatchResult, type OpenCase, type SignalToMatch } from '../../src/domain/matching/matching.ts';
import { twentePolicy } from '../../src/domain/planning/policy.ts';

const months = ['2026-10', '2026-11'] as const;
type Month = (typeof months)[number];

const signalSchema = z.object({ creditor: z.string(), reference: z.string() });
const expectedSchema = z.object({
  files: z.record(z.string(), z.unknown()),
  dropOuts: z.array(signalSchema.extend({ reason: z.string() })),
  joined: z.array(signalSchema.extend({ address: z.string(), because: z.string() })),
  cases: z.array(
    z.object({
      address: z.string(),
      gemeentecode: z.string(),
      signals: z.array(z.string()),
      totalCents: z.number(),
      crisis: z.boolean(),
      multiple: z.boolean(),
      consecutive: z.boolean(),
    }),
  ),
});
const placesSchema = z.array(z.object({ gemeentecode: z.string(), postcodes: z.string() }));

const samples = new URL('../../samples/', import.meta.url);
const expectedOf = (month: Month) => expectedSchema.parse(JSON.parse(readFileSync(new URL(`${month}/expected.json`, samples), 'utf8')));
const places = placesSchema.parse(JSON.parse(readFileSync(new URL('municipalities.json', samples), 'utf8'))).map(({ gemeentecode, postcodes }) => {
  const [first = 0, last = 0] = postcodes.split('-').map(Number);
  return { gemeentecode, first, last };
});

function gemeentecodeOf({ postcode }: Address): string {
  const digits = Number(postcode.slice(0, 4));
  return places.find(({ first, last }) => digits >= first && digits <= last)?.gemeentecode ?? '';
}

/** The accepted signals of a month, a repeated row once. */
async function signalsOf(month: Month): Promise<SignalToMatch[]> {
  const signals = new Map<string, SignalToMatch>();
  for (const creditorId of Object.keys(expectedOf(month).files)) {
    const context = { receivedOn: `${month}-20`, cutOffOn: `${month}-25` };
    const read = await readDelivery(() => createReadStream(new URL(`${month}/${creditorId}.csv`, samples)), { type: 'csv', context });
    for await (const row of read.rows) {
      if (!row.ok) continue;
      const { reference, address, amountCents, arrearsSince, legalForm, crisis } = row.signal;
      const id = `${month} ${creditorId} ${reference}`;
      signals.set(id, { id, creditorId, reference, address: addressKey(address), gemeentecode: gemeentecodeOf(address), amountCents, arrearsSince, legalForm, crisis, objection: false, arrearsAgeDays: null });
    }
  }
  return [...signals.values()];
}

const match = (month: Month, signals: SignalToMatch[], openCases: OpenCase[], sightings: ReadonlySet<string>) =>
  matchRound({ signals, openCases, sightings, cutOffOn: `${month}-25`, policyOf: () => twentePolicy.match });

/** All cases of a round as they stand open a month later. */
function openCasesOf({ cases }: MatchResult, signals: readonly SignalToMatch[]): OpenCase[] {
  const byId = new Map(signals.map((signal) => [signal.id, signal]));
  return cases.map(({ address, gemeentecode, signalIds }) => ({ address, gemeentecode, ofThisRound: false, signals: signalIds.flatMap((id) => byId.get(id) ?? []) }));
}

function sightingsOf({ decisions }: MatchResult, signals: readonly SignalToMatch[]): Set<string> {
  const seen = new Set(decisions.filter((decision) => decision.sighting).map((decision) => decision.signalId));
  return new Set(signals.filter(({ id }) => seen.has(id)).map(({ address }) => address));
}

const matched = {} as Record<Month, { result: MatchResult; signals: Map<string, SignalToMatch> }>;

beforeAll(async () => {
  const [october, november] = await Promise.all(months.map(signalsOf)) as [SignalToMatch[], SignalToMatch[]];
  const first = match('2026-10', october, [], new Set());
  const second = match('2026-11', november, openCasesOf(first, october), sightingsOf(first, october));
  const byId = (signals: SignalToMatch[]) => new Map(signals.map((signal) => [signal.id, signal]));
  matched['2026-10'] = { result: first, signals: byId(october) };
  matched['2026-11'] = { result: second, signals: byId(november) };
});

describe.each(months)('the sample month %s', (month) => {
  const expected = expectedOf(month);
  const referenceOf = (id: string) => matched[month].signals.get(id)?.reference ?? '';
  const decided = (wanted: (decision: MatchResult['decisions'][number]) => boolean) =>
    matched[month].result.decisions.filter(wanted).map(({ signalId, reason }) => {
      const { creditorId = '', reference = '', address = '' } = matched[month].signals.get(signalId) ?? {};
      return { creditor: creditorId, reference, address, reason };
    });
  const sorted = <Row extends { creditor: string; reference: string }>(rows: Row[]) =>
    rows.sort((a, b) => `${a.creditor} ${a.reference}`.localeCompare(`${b.creditor} ${b.reference}`));

  test('drops exactly the signals expected, each for its reason', () => {
    const dropOuts = decided(({ outcome }) => outcome === 'dropped').map(({ creditor, reference, reason }) => ({ creditor, reference, reason }));
    expect(sorted(dropOuts)).toEqual(sorted(expected.dropOuts));
  });

  test('lets exactly the signals expected join the cases of before', () => {
    const joined = decided(({ outcome, newCase }) => outcome === 'in-case' && !newCase);
    expect(sorted(joined.map(({ reason, ...row }) => ({ ...row, because: reason })))).toEqual(sorted(expected.joined.map((row) => ({ ...row }))));
  });

  test('makes exactly the cases expected: signals, totals and flags', () => {
    const cases = matched[month].result.cases.map(({ signalIds, ...row }) => ({ ...row, signals: signalIds.map(referenceOf).sort() }));
    expect(cases).toEqual(expected.cases.map((row) => ({ ...row, signals: [...row.signals].sort() })));
  });
});
