/** A person whose every datum is marked, through a delivery and the work on a case: nothing of it stands anywhere in plain text. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { localDate } from '../../src/domain/time/dates.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { eventually } from '../../testkit/eventually.ts';
import { everythingIn, historiesOf } from './traces.ts';

const marks = { name: 'Zwanenmerk', phone: '0687654321', email: 'merk@zwaan.test', street: 'Zwanenmerkstraat', place: 'Enschede', reason: 'Zwanenmerk belde zelf', note: 'Notitie over Zwanenmerk', refused: 'zwanenmerkbedrag' };
const searched = ['zwanenmerk', '0687654321', 'merk@zwaan', '7513XZ', '1971-03-09', '09-03-1971'];

let api: TestApi;
let caseId: string;
const today = localDate(new Date().toISOString());

beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  await api.call('meldpunt', 'POST', '/api/v1/rounds', { month: '2024-05', byHand: true });
  const header = 'Contractnummer;Achternaam;Voorletters;Geboortedatum;Telefoon;E-mail;Straat;Postcode;Huisnummer;Woonplaats;Achterstand;Achterstand sinds;Crisis';
  const row = (reference: string, amount: string) => [reference, marks.name, 'Q.', '09-03-1971', marks.phone, marks.email, marks.street, '7513XZ', 7, marks.place, amount, '01-03-2024', 'J'].join(';');
  const file = [header, row('M1', '500,00'), row('M2', marks.refused), ''].join('\n');
  const { body } = await api.call<{ id: string }>('schuldeiser-woongoed-twente', 'POST', '/api/v1/deliveries?round=2024-05', file, { 'Content-Type': 'text/csv' });
  await eventually(async () => {
    const receipt = await api.call<{ state: string; placed: number }>('schuldeiser-woongoed-twente', 'GET', `/api/v1/deliveries/${body.id}`);
    expect(receipt.body).toMatchObject({ state: 'done', accepted: 1, refused: 1, placed: 1 });
  }, 50_000);
  const { body: cases } = await api.call<{ items: { id: string }[] }>('meldpunt', 'GET', '/api/v1/cases?phase=triage');
  caseId = cases.items[0]?.id ?? '';
  await api.call('meldpunt', 'POST', `/api/v1/cases/${caseId}/go`, { reason: marks.reason });
  await api.call('medewerker-enschede', 'POST', `/api/v1/cases/${caseId}/record-attempt`, { kind: 'visit', outcome: 'reached', date: today, partOfDay: 'morning' });
  await api.call('medewerker-enschede', 'POST', `/api/v1/cases/${caseId}/notes`, { text: marks.note });
  await api.call('medewerker-enschede', 'PUT', `/api/v1/cases/${caseId}/plan`, { remarks: marks.note });
}, 120_000);
afterAll(() => api.stop());

const holds = (text: string, mark: string) => text.toLowerCase().includes(mark.toLowerCase()) || text.toLowerCase().includes(Buffer.from(mark).toString('hex'));
const found = (texts: readonly string[]) => texts.flatMap((text) => searched.filter((mark) => holds(text, mark)).map((mark) => `${mark} in ${text.slice(0, 80)}`));

describe('what is known of a person', () => {
  test('is shown to those who work on the case', async () => {
    const { body } = await api.call('medewerker-enschede', 'GET', `/api/v1/cases/${caseId}`);
    expect(body).toMatchObject({ address: { postcode: '7513XZ', houseNumber: 7 }, persons: [{ lastName: marks.name, birthDate: '1971-03-09', phone: marks.phone, email: marks.email, street: marks.street }] });
    const { body: timeline } = await api.call<{ events: { note: string | null }[] }>('medewerker-enschede', 'GET', `/api/v1/cases/${caseId}/timeline`);
    expect(timeline.events.map(({ note }) => note)).toEqual(expect.arrayContaining([marks.reason, marks.note]));
  });

  test('stands nowhere in Postgres in plain text, the refused row and the keys included', async () => {
    const rows = await everythingIn(api.owner);
    expect(rows.length).toBeGreaterThan(50);
    expect(found(rows)).toEqual([]);
    expect(found([`public.persons (x,"${marks.name}")`])).not.toEqual([]);
  });

  test("stands in no workflow's history, and in no line of the log", async () => {
    const histories = await historiesOf(api.environment.client, api.taskQueue);
    expect(histories.length).toBeGreaterThan(0);
    expect(histories.join('\n')).toContain(caseId);
    expect(found([...histories, ...api.logged])).toEqual([]);
  });

  test('is gone when the key of the case is destroyed; the case itself stays', async () => {
    await api.keys.destroy([caseId], new Date().toISOString());
    const { status, body } = await api.call('medewerker-enschede', 'GET', `/api/v1/cases/${caseId}`);
    expect([status, body]).toMatchObject([200, { id: caseId, address: null, persons: [] }]);
    const { body: timeline } = await api.call<{ events: { note: string | null }[] }>('medewerker-enschede', 'GET', `/api/v1/cases/${caseId}/timeline`);
    expect(timeline.events.every(({ note }) => note === null)).toBe(true);
  });
});
