/** What a creditor says of how urgent its signals are, from the file to everybody who reads of it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signalKindInWords } from '../../src/wording/sentences/signal-kind.ts';
import { calendarOf } from '../../src/domain/time/calendar.ts';
import { addDays, localDate } from '../../src/domain/time/dates.ts';
import { eventually } from '../../testkit/eventually.ts';
import { monthOf } from '../../testkit/data/months.ts';
import { startSystem, type System } from '../../testkit/system.ts';

const MONTH = monthOf('deliveries/signal-kinds');
const creditor = 'schuldeiser-woongoed-twente';
/** 40 days from now. */
const DAY = addDays(localDate(new Date().toISOString()), 40);
const dutch = (day: string) => day.split('-').reverse().join('-');
const evicted = signalKindInWords({ signalKind: 'eviction', endsOn: DAY });

interface Receipt {
  kinds: unknown[];
  links: { rows: string; rowsCsv: string };
}

let system: System;
let receipt: Receipt;

const get = async <Body>(who: string, path: string) => (await system.call<Body>(who, 'GET', path)).body;

beforeAll(async () => {
  system = await startSystem();
  await system.call('meldpunt', 'POST', '/api/v1/rounds', { month: MONTH, byHand: true });
  receipt = (await deliver(row('K1', 61, 'Aankondiging ontruiming', dutch(DAY)), row('K2', 62, 'Actualisatie'), row('K3', 63, 'Basissignaal'), row('K4', 64, 'Ontruiming'))).body;
}, 120_000);
afterAll(() => system.stop());

const header = 'Contractnummer;Achternaam;Postcode;Huisnummer;Woonplaats;Achterstand;Achterstand sinds;Type signaal;Ontruimingsdatum';
const row = (reference: string, house: number, kind: string, day = '') => [reference, 'Voorbeeld', '7512AB', house, 'Enschede', '500,00', '01-02-2026', kind, day].join(';');
const deliver = (...rows: string[]) => system.call<Receipt>(creditor, 'POST', `/api/v1/deliveries?round=${MONTH}`, Buffer.from([header, ...rows, ''].join('\n')), { 'Content-Type': 'text/csv' });

const signalsOf = (reference: string) => system.sql<{ id: string; caseId: string; signalKind: string; endsOn: string | null }[]>`select id, case_id, signal_kind, ends_on from signals where reference = ${reference} and round_id like ${`%${MONTH}`}`;

describe('the kind of a signal and its day', () => {
  test('are stored, and the receipt and its rows say them', async () => {
    expect(await signalsOf('K1')).toMatchObject([{ signalKind: 'eviction', endsOn: DAY }]);
    expect(receipt.kinds).toEqual([{ signalKind: 'eviction', label: 'Ontruiming', rows: 1 }, { signalKind: 'updated', label: 'Geactualiseerde melding', rows: 1 }]);
    const { items } = await get<{ items: Record<string, unknown>[] }>(creditor, receipt.links.rows);
    expect(items).toMatchObject([
      { verdict: 'accepted', signalKind: 'eviction', endsOn: DAY, signalKindLabel: evicted },
      { verdict: 'accepted', signalKind: 'updated', endsOn: null, signalKindLabel: 'Geactualiseerde melding' },
      { verdict: 'accepted', signalKind: 'ordinary', signalKindLabel: 'Gewone melding' },
      { verdict: 'refused', signalKind: null, signalKindLabel: null, problems: [{ column: 'Ontruimingsdatum', rule: 'dayNeeded' }] },
    ]);
    expect(evicted).toMatch(/^Ontruiming op [a-z]+dag \d+ [a-z]+ \d{4}$/);
  });

  test('are told to the creditor, and to whom works on the case', async () => {
    const [{ id, caseId } = { id: '', caseId: '' }] = await signalsOf('K1');
    const told = { signalKind: 'eviction', endsOn: DAY, signalKindLabel: evicted };
    expect(await get(creditor, `/api/v1/signals/${id}`)).toMatchObject(told);
    expect(await get('meldpunt', `/api/v1/cases/${caseId}`)).toMatchObject({ phase: 'triage', crisis: true, signals: [told] });
  });

  test('an eviction has its deadline; another day for the same contract takes its place and moves it, in the same round', async () => {
    const later = addDays(DAY, 20);
    const { body } = await deliver(row('K5', 65, 'Ontruiming', dutch(DAY)));
    expect(body.kinds).toHaveLength(1);
    const again = await deliver(row('K5', 65, 'Ontruiming', dutch(later)));
    expect((await get<{ items: unknown[] }>(creditor, again.body.links.rows)).items).toMatchObject([{ verdict: 'replaced', endsOn: later }]);
    const [{ caseId } = { caseId: '' }] = await signalsOf('K5');
    const shown = await get<{ signals: unknown[]; deadlines: { kind: string; label: string; state: string; dueOn: string }[] }>('meldpunt', `/api/v1/cases/${caseId}`);
    expect(shown.signals).toMatchObject([{ state: 'dropped', reason: 'replaced', endsOn: DAY }, { state: 'in-case', endsOn: later }]);
    const offers = shown.deadlines.filter(({ kind }) => kind === 'before-eviction');
    expect(offers.map(({ state, label }) => `${state} ${label}`)).toEqual(['open Aanbod vóór de ontruiming', 'cancelled Aanbod vóór de ontruiming']);
    expect(offers[0]?.dueOn).toBe(calendarOf().addWorkingDays(later, -5));
    // A lower amount of the same contract is told anew and is no repetition.
    const updated = await deliver(row('K5', 65, 'Actualisatie').replace('500,00', '450,00'));
    expect((await get<{ items: unknown[] }>(creditor, updated.body.links.rows)).items).toMatchObject([{ verdict: 'replaced', signalKind: 'updated' }]);
    expect((await get<typeof shown>('meldpunt', `/api/v1/cases/${caseId}`)).signals).toMatchObject([{ state: 'dropped' }, { state: 'dropped' }, { state: 'in-case', reason: 'updated', amountCents: 45_000 }]);
  });

  test('stand on the match list', async () => {
    await system.call('meldpunt', 'POST', `/api/v1/rounds/${MONTH}/close`, {});
    await eventually(async () => {
      const { items } = await get<{ items: { signals: Record<string, unknown>[] }[] }>('meldpunt', `/api/v1/rounds/${MONTH}/matches`);
      expect(items.flatMap(({ signals }) => signals)).toContainEqual(expect.objectContaining({ reference: 'K1', signalKindLabel: evicted }));
    }, 60_000);
    const csv = await system.call<string>('meldpunt', 'GET', `/api/v1/rounds/${MONTH}/matches`, undefined, { Accept: 'text/csv' });
    expect(csv.body).toContain(evicted);
  });
});
