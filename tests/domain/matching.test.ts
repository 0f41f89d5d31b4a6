import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judgeCrisis, matchRound, type MatchDecision, type OpenCase, type RoundToMatch, type SignalToMatch } from '../../src/domain/matching/matching.ts';
import { isLegalPerson } from '../../src/domain/matching/persons.ts';
import { policyAfter, policyPatchSchema } from '../../src/domain/planning/policy-change.ts';
import { nationalMatchPolicy, twentePolicy, type MatchPolicy } from '../../src/domain/planning/policy.ts';

const HOME = '7512BM-992';
let made = 0;

function signal(changes: Partial<SignalToMatch> = {}): SignalToMatch {
  made += 1;
  return {
    id: `s${made}`,
    creditorId: 'woongoed',
    reference: `R${made}`,
    address: HOME,
    gemeentecode: '0153',
    amountCents: 50_000,
    arrearsSince: '2026-09-01',
    legalForm: '',
    crisis: false,
    objection: false,
    arrearsAgeDays: null,
    ...changes,
  };
}

function openCase(changes: Partial<OpenCase> = {}): OpenCase {
  return { address: HOME, gemeentecode: '0153', ofThisRound: false, signals: [{ id: 'before', creditorId: 'energie', reference: 'E1', amountCents: 10_000 }], ...changes };
}

function match(signals: SignalToMatch[], { policy = {}, ...round }: Partial<Omit<RoundToMatch, 'signals' | 'policyOf'>> & { policy?: Partial<MatchPolicy> } = {}) {
  return matchRound({ signals, openCases: [], sightings: new Set(), cutOffOn: '2026-10-25', policyOf: () => ({ ...twentePolicy.match, ...policy }), ...round });
}

const reasons = (decisions: MatchDecision[]) => decisions.map(({ outcome, reason }) => (outcome === 'dropped' ? reason : `in-case ${reason ?? 'match'}`));
const reasonOf = (one: SignalToMatch, round: Parameters<typeof match>[1] = {}) => reasons(match([one], { policy: { minSignals: 1 }, ...round }).decisions)[0];

describe('the rules, each before the next', () => {
  const wrongInEveryWay = { objection: true, legalForm: 'B.V.', creditorId: 'energie', reference: 'E1', amountCents: 1_000, arrearsSince: '2026-10-24' };
  const round = { policy: { minSignals: 2, minimumAmountCents: 5_000 }, openCases: [openCase()] };

  test('an objection stops a signal whatever else is wrong with it', () => {
    expect(reasonOf(signal(wrongInEveryWay), round)).toBe('objection');
  });

  test('1: a legal person is out before its arrears are compared', () => {
    expect(reasonOf(signal({ ...wrongInEveryWay, objection: false }), round)).toBe('not-private');
  });

  test('2: the same arrears, not higher, are repeated, whatever their age', () => {
    expect(reasonOf(signal({ ...wrongInEveryWay, objection: false, legalForm: '', amountCents: 10_000 }), round)).toBe('repeated');
  });

  test('2: the same arrears, one cent higher, join the case, whatever their age', () => {
    expect(reasonOf(signal({ ...wrongInEveryWay, objection: false, legalForm: '', amountCents: 10_001 }), round)).toBe('in-case higher');
  });

  test('2: arrears are compared with the highest amount that the case knows of them', () => {
    const grown = openCase({ signals: [10_000, 30_000].map((amountCents) => ({ id: `e${amountCents}`, creditorId: 'energie', reference: 'E1', amountCents })) });
    expect(reasonOf(signal({ creditorId: 'energie', reference: 'E1', amountCents: 20_000 }), { openCases: [grown] })).toBe('repeated');
  });

  test('2: the reference of another creditor is another one', () => {
    expect(reasonOf(signal({ reference: 'E1', amountCents: 10_000 }), { openCases: [openCase()] })).toBe('in-case other');
  });

  test.each([
    ['2026-09-26', 29, 'arrears-age'],
    ['2026-09-25', 30, 'in-case match'],
    ['2026-07-17', 100, 'in-case match'],
    ['2026-07-16', 101, 'arrears-age'],
    ['2026-10-26', -1, 'arrears-age'],
  ])('3: arrears since %s are %d days old on 25 October: %s', (arrearsSince, _age, expected) => {
    expect(reasonOf(signal({ arrearsSince }))).toBe(expected);
  });

  test("3: the window of the creditor's agreement goes before the policy's", () => {
    expect(reasonOf(signal({ arrearsSince: '2026-10-15', arrearsAgeDays: { from: 10, to: 20 } }))).toBe('in-case match');
    expect(reasonOf(signal({ arrearsSince: '2026-09-01', arrearsAgeDays: { from: 10, to: 20 } }))).toBe('arrears-age');
  });

  test('4: less than the minimum amount is out, before an open case is looked for', () => {
    const policy = { minSignals: 1, minimumAmountCents: 5_000 };
    expect(reasonOf(signal({ amountCents: 4_999 }), { policy, openCases: [openCase()] })).toBe('below-minimum');
    expect(reasonOf(signal({ amountCents: 5_000 }), { policy })).toBe('in-case match');
  });

  test('3 and 4: a kind of creditor may have a window and a minimum of its own; the agreement goes before it', () => {
    const policy = { ...nationalMatchPolicy, minSignals: 1 };
    const old = { arrearsSince: '2024-01-01' };
    expect(reasonOf(signal({ ...old, kind: 'rent' }), { policy })).toBe('in-case match');
    expect(reasonOf(signal({ ...old, kind: 'health' }), { policy })).toBe('arrears-age');
    expect(reasonOf(signal({ ...old, kind: 'other' }), { policy })).toBe('arrears-age');
    expect(reasonOf(signal({ ...old, kind: 'rent', arrearsAgeDays: { from: 30, to: 100 } }), { policy })).toBe('arrears-age');
    expect(reasonOf(signal({ kind: 'cak-contribution', arrearsSince: '2026-05-29' }), { policy })).toBe('arrears-age');
    expect(reasonOf(signal({ kind: 'cak-contribution', arrearsSince: '2026-05-28', amountCents: 9_999 }), { policy })).toBe('below-minimum');
    expect(reasonOf(signal({ kind: 'cak-contribution', arrearsSince: '2026-05-28', amountCents: 10_000 }), { policy })).toBe('in-case match');
    expect(reasonOf(signal({ kind: 'cak-contribution', arrearsSince: '2026-05-28', amountCents: 5_000, minimumAmountCents: 5_000 }), { policy })).toBe('in-case match');
  });

  test('Twente keeps 30 to 100 days and two signals, for every kind', () => {
    for (const kind of ['rent', 'energy', 'water', 'health', 'cak-contribution'] as const) {
      expect(reasonOf(signal({ kind, arrearsSince: '2026-07-16' }), { policy: twentePolicy.match })).toBe('arrears-age');
      expect(reasonOf(signal({ kind }), { policy: twentePolicy.match })).toBe('no-match');
    }
  });

  test('a new version may set rules for one kind; those of the others stay', () => {
    const { match: after } = policyAfter({ ...twentePolicy, match: nationalMatchPolicy }, 'x-2', policyPatchSchema.parse({ match: { byKind: { water: { minimumAmountCents: 5_000 } } } }));
    expect(after.byKind).toMatchObject({ water: { minimumAmountCents: 5_000 }, rent: { arrearsAgeDays: { from: 30, to: null } } });
    expect(policyPatchSchema.safeParse({ match: { byKind: { water: { arrearsAgeDays: { from: 60, to: 30 } } } } }).success).toBe(false);
  });

  test('5: one signal joins the case that is open at its address', () => {
    expect(reasonOf(signal(), { policy: { minSignals: 2 }, openCases: [openCase()] })).toBe('in-case other');
  });

  test('6: one signal alone is no match; two arrears of one creditor are', () => {
    expect(reasonOf(signal(), { policy: { minSignals: 2 } })).toBe('no-match');
    expect(reasons(match([signal(), signal()]).decisions)).toEqual(['in-case match', 'in-case match']);
  });

  test('6: a signal that fell out before does not count', () => {
    expect(reasons(match([signal(), signal({ legalForm: 'Stichting' })]).decisions).sort()).toEqual(['no-match', 'not-private']);
  });

  test('7: over capacity the highest total goes first, and of equal totals the first address', () => {
    const at = (address: string, amountCents: number) => signal({ address, amountCents });
    const { cases, decisions } = match([at('C', 300), at('B', 200), at('A', 200)], { policy: { minSignals: 1, capacity: 2 } });
    expect(cases.map(({ address }) => address)).toEqual(['A', 'C']);
    expect(reasons(decisions)).toEqual(['in-case match', 'capacity', 'in-case match']);
  });

  test('7: each municipality has its own room', () => {
    const signals = [signal({ address: 'A' }), signal({ address: 'B', gemeentecode: '0164' })];
    expect(match(signals, { policy: { minSignals: 1, capacity: 1 } }).cases).toHaveLength(2);
  });

  test('7: a signal that joins an open case needs no room', () => {
    expect(reasonOf(signal(), { policy: { capacity: 0 }, openCases: [openCase()] })).toBe('in-case other');
  });
});

describe('a crisis', () => {
  const early = { crisis: true, arrearsSince: '2026-10-24', amountCents: 1 };
  const strict = { minimumAmountCents: 5_000, capacity: 0 };

  test('needs no age, no minimum amount, no second signal and no room', () => {
    expect(reasonOf(signal(early), { policy: { ...strict, minSignals: 2 } })).toBe('in-case crisis');
  });

  test.each([
    ['an objection', { objection: true }, 'objection'],
    ['a legal person', { legalForm: 'N.V.' }, 'not-private'],
  ])('is out for %s', (_why, changes, reason) => {
    expect(reasonOf(signal({ ...early, ...changes }), { openCases: [openCase()] })).toBe(reason);
  });

  test.each([0, -1, 1])('on arrears that the open case knows is in it, whatever the amount (%i cents more)', (more) => {
    const known = openCase().signals[0];
    const again = signal({ ...early, creditorId: 'energie', reference: 'E1', amountCents: (known?.amountCents ?? 0) + more });
    const reason = more > 0 ? 'higher' : 'crisis';
    expect(reasonOf(again, { openCases: [openCase()] })).toBe(`in-case ${reason}`);
    expect(judgeCrisis(again, openCase(), twentePolicy.match)).toEqual({ outcome: 'in-case', reason });
  });

  test('joins the case that is open, and is a crisis of its own at one that a crisis of this round made', () => {
    expect(judgeCrisis(signal(early), openCase(), twentePolicy.match)).toEqual({ outcome: 'in-case', reason: 'other' });
    expect(judgeCrisis(signal(early), openCase({ ofThisRound: true }), twentePolicy.match)).toEqual({ outcome: 'in-case', reason: 'crisis' });
  });

  test('takes a signal of the same round into its case, of which all are counted, received before the match or judged in it', () => {
    const other = signal({ amountCents: 200 });
    const together = match([signal({ ...early, amountCents: 100 }), other]).cases;
    const crisisCase = openCase({ ofThisRound: true, signals: [{ id: 'crisis', creditorId: 'woongoed', reference: 'C', amountCents: 100 }] });
    const before = match([other], { openCases: [crisisCase] });
    for (const cases of [together, before.cases]) expect(cases).toMatchObject([{ totalCents: 300, crisis: true, multiple: true }]);
    expect(before.decisions).toMatchObject([{ outcome: 'in-case', reason: null, newCase: true }]);
  });

  test('takes its part of the capacity, so that fewer others go on', () => {
    const signals = [signal({ ...early, address: 'A' }), signal({ address: 'B' }), signal({ address: 'C' })];
    expect(match(signals, { policy: { minSignals: 1, capacity: 2 } }).cases.map(({ address }) => address)).toEqual(['A', 'B']);
  });
});

describe('what is remembered of an address', () => {
  test('a signal that passed person and age is a sighting, even when it leads to no case', () => {
    const { decisions } = match([signal(), signal({ address: 'B', legalForm: 'BV' }), signal({ address: 'C', arrearsSince: '2026-10-20' }), signal({ address: 'D', objection: true })]);
    expect(decisions.map(({ sighting }) => sighting)).toEqual([true, false, false, false]);
  });

  test('a new case at an address seen before is consecutive', () => {
    const { cases } = match([signal({ address: 'A' }), signal({ address: 'B' })], { policy: { minSignals: 1 }, sightings: new Set(['B']) });
    expect(cases.map(({ consecutive }) => consecutive)).toEqual([false, true]);
  });
});

describe('legal persons', () => {
  test.each(['B.V.', 'BV', 'b.v.', 'b v', 'B.V. i.o.', 'N.V.', 'nv', 'Stichting', 'STICHTING', 'Stg.', 'Vereniging', 'vereniging van eigenaars', 'Coöperatie U.A.', 'Besloten Vennootschap'])('%s is one', (form) => {
    expect(isLegalPerson(form)).toBe(true);
  });

  test.each(['', ' ', 'Eenmanszaak', 'VOF', 'V.O.F.', 'Vennootschap onder firma', 'CV', 'C.V.', 'Commanditaire vennootschap', 'Maatschap', 'ZZP', 'onbekend'])('"%s" is not', (form) => {
    expect(isLegalPerson(form)).toBe(false);
  });
});

describe('any round', () => {
  const anySignal = fc.record({
    address: fc.constantFrom('A', 'B', 'C', 'D', 'E'),
    creditorId: fc.constantFrom('woongoed', 'energie', 'water'),
    amountCents: fc.integer({ min: 1, max: 5 }),
    arrearsSince: fc.constantFrom('2026-09-01', '2026-10-20'),
    legalForm: fc.constantFrom('', '', '', 'BV'),
    crisis: fc.constantFrom(false, false, false, true),
    objection: fc.constantFrom(false, false, false, true),
  });
  const anyRound = fc.record({
    signals: fc.array(anySignal, { maxLength: 20 }).map((rows) =>
      rows.map((row, n) => signal({ ...row, id: `p${n}`, reference: `P${n}`, gemeentecode: row.address < 'C' ? '0153' : '0164' })),
    ),
    openCases: fc.constantFrom([], [openCase({ address: 'A' })], [openCase({ address: 'B', ofThisRound: true })], [openCase({ address: 'C', gemeentecode: '0164' })]),
    minSignals: fc.integer({ min: 1, max: 4 }),
    capacity: fc.option(fc.integer({ min: 0, max: 3 })),
  });
  const run = ({ signals, openCases, minSignals, capacity }: (typeof anyRound extends fc.Arbitrary<infer Round> ? Round : never)) =>
    match([...signals], { openCases, policy: { minSignals, capacity } });

  test('comes out the same in whatever order its signals came in', () => {
    fc.assert(fc.property(anyRound, (round) => {
      expect(run({ ...round, signals: [...round.signals].reverse() })).toEqual(run(round));
    }));
  });

  test('gets one decision for each signal', () => {
    fc.assert(fc.property(anyRound, (round) => {
      expect(run(round).decisions.map(({ signalId }) => signalId).sort()).toEqual(round.signals.map(({ id }) => id).sort());
    }));
  });

  test('brings a municipality no more cases than its capacity, but for crises', () => {
    fc.assert(fc.property(anyRound, (round) => {
      const { cases } = run(round);
      for (const gemeentecode of ['0153', '0164']) {
        const here = cases.filter((one) => one.gemeentecode === gemeentecode);
        const crises = here.filter(({ crisis }) => crisis).length;
        expect(here.length).toBeLessThanOrEqual(Math.max(crises, round.capacity ?? Infinity));
      }
    }));
  });

  test('makes no more cases when more signals are asked for', () => {
    fc.assert(fc.property(anyRound, (round) => {
      expect(run({ ...round, minSignals: round.minSignals + 1 }).cases.length).toBeLessThanOrEqual(run(round).cases.length);
    }));
  });
});
