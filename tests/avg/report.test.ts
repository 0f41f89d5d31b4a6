/** The report and the letters, with marked values: all of the person's own, nothing of another at the same address. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import type { avgReport } from '../../api/schemas/avg-report.ts';
import type { Person } from '../../src/privacy/personal.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { caseOf, decide, file, grant, somebody, today, type PeopledCase } from './support.ts';
import { readPage, type Page } from '../../testkit/page.ts';

type Report = z.infer<typeof avgReport>;

const anna = somebody('Annamerk', { initials: 'A.B.' });
const bert = somebody('Bertmerk', { initials: 'C.', birthDate: '1966-11-30', street: 'Annamerkstraat' });
/** Of the same name, elsewhere: without a date of birth nobody can say that it is she. */
const namesake = somebody('Annamerk', { initials: 'A.', birthDate: null, phone: '0699999999', email: 'namesake@post.test', street: 'Elders' });

let api: TestApi;
let shared: PeopledCase;
let own: PeopledCase;
let other: PeopledCase;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  shared = await caseOf(api, [anna, bert, anna], ['woongoed-twente', 'oost-energie', 'zorgzeker']);
  own = await caseOf(api, [anna]);
  other = await caseOf(api, [namesake]);
  await call('meldpunt', 'POST', `/cases/${shared.id}/go`, { reason: 'Annamerk is nieuw hier, Bertmerk niet.' });
  await call('medewerker-enschede', 'POST', `/cases/${shared.id}/record-attempt`, { kind: 'visit', outcome: 'reached', date: today, partOfDay: 'morning' });
  await call('medewerker-enschede', 'POST', `/cases/${shared.id}/notes`, { text: `Notitiemerk: Annamerk zegt dat BERTMERK (geboren 30-11-1966, ${bert.phone ?? ''}) minder verdient.` });
  await call('medewerker-enschede', 'PUT', `/cases/${shared.id}/plan`, { remarks: 'Planmerk: samen met Bertmerk.', incomeCents: 123_456, skills: ['post openen'], lifeAreas: ['work'] });
  for (const [personId, body] of [[shared.personIds[0], { phone: '06 51 11 11 11', preferred: 'phone', partsOfDay: ['evening'] }], [shared.personIds[1], { phone: '0652222222', email: 'gehoord-bert@post.test' }], [undefined, { phone: '0652222222', email: 'gezin@post.test' }]] as const) await call('medewerker-enschede', 'POST', `/cases/${shared.id}/contact-details`, { personId, ...body });
  await call('medewerker-enschede', 'POST', `/cases/${shared.id}/notes`, { text: 'De ander belde met 06-52222222.' });
  await call('meldpunt', 'POST', `/cases/${own.id}/complaints`, { text: 'Klachtmerk: te laat gebeld.' });
}, 120_000);
afterAll(() => api.stop());

const call = async <Body = unknown>(account: string, method: string, path: string, body?: unknown, headers?: Record<string, string>) => {
  const answer = await api.call<Body>(account, method, `/api/v1${path}`, body, headers);
  expect([answer.status, answer.status < 400 ? '' : answer.body]).toEqual([expect.any(Number), '']);
  return answer;
};
const marksOf = ({ lastName, birthDate, phone, email }: Person) => [lastName, ...(birthDate === null ? [] : [birthDate]), phone ?? '', email ?? ''];

describe('the report of an inspection', () => {
  let id: string;
  let report: Report;
  let html: string;
  let page: Page;
  beforeAll(async () => {
    ({ id } = await file(api, { kind: 'inspection', caseId: shared.id, personId: shared.personIds[0], words: 'Verzoekmerk: wat weet u?' }));
    await call('meldpunt', 'GET', `/cases/${own.id}`);
    await call('medewerker-enschede', 'GET', '/cases?limit=100');
    await call('meldpunt', 'POST', '/search', { lastName: anna.lastName });
    report = (await call<Report>('privacy', 'GET', `/avg-requests/${id}/report`)).body;
    html = (await call<string>('privacy', 'GET', `/avg-requests/${id}/report`, undefined, { Accept: 'text/html' })).body;
    page = readPage(html);
  });

  test('holds all that is known of the person, over cases and creditors', () => {
    const text = JSON.stringify(report);
    for (const mark of [...marksOf(anna), 'Annamerk is nieuw hier', 'Notitiemerk', 'Planmerk', 'Klachtmerk', 'Verzoekmerk', 'post openen', '7512BM', '45000', shared.id, own.id]) expect(text).toContain(mark);
    expect(report.persons).toHaveLength(3);
    expect(report.persons.map(({ creditor }) => creditor).sort()).toEqual(['Woongoed Twente', 'Woongoed Twente', 'ZorgZeker']);
    expect(report.cases.map((one) => [one.id, one.isShared, one.signals.length]).sort()).toEqual([[shared.id, true, 2], [own.id, false, 1]].sort());
    expect(report.cases.find((one) => one.id === own.id)?.readings).toContainEqual({ role: 'desk', on: today, action: 'read-case', times: 1 });
    // Those of many cases at once name each of them.
    for (const one of report.cases) expect(one.readings).toEqual(expect.arrayContaining([{ role: 'caseworker', on: today, action: 'list-cases', times: 1 }, { role: 'desk', on: today, action: 'search-persons', times: 1 }]));
    expect(report.mustBeRead).toBe(true);
  });

  test('holds what the person said of how to be reached, and what is of the household without what is of another', () => {
    const { contactDetails } = report.cases.find((one) => one.id === shared.id) ?? {};
    expect(contactDetails).toEqual([
      { about: 'household', phone: '[van een ander]', email: 'gezin@post.test', preferred: null, partsOfDay: [], recordedOn: today },
      { about: 'person', phone: '06 51 11 11 11', email: null, preferred: 'Telefoon', partsOfDay: ['Avond'], recordedOn: today },
    ]);
    for (const mark of ['52222222', '52 22', 'gehoord-bert']) expect(JSON.stringify(report) + html).not.toContain(mark);
    expect(page.text).toContain('06 51 11 11 11');
  });

  test('tells what AVG art. 15(1) wants told', () => {
    expect(report.information.map(({ topic }) => topic)).toEqual(['Doel', 'Grondslag', 'Soorten gegevens', 'Herkomst', 'Ontvangers', 'Bewaren', 'Automatische besluiten', 'Uw rechten']);
    expect(page.texts('dt, th, h3')).toEqual(expect.arrayContaining(report.information.map(({ topic }) => topic)));
  });

  test('holds nothing of another at the same address, nor of a namesake elsewhere: not in JSON, not on the page', () => {
    for (const text of [JSON.stringify(report), html]) {
      for (const mark of [...marksOf(bert), '30-11-1966', '30 november 1966', 'Oost Energie', 'oost-energie', shared.personIds[1] ?? '', shared.signalIds[1] ?? '']) expect(text.toLowerCase()).not.toContain(mark.toLowerCase());
      for (const mark of ['0699999999', 'namesake@post.test', 'Elders', other.id]) expect(text).not.toContain(mark);
    }
    expect(JSON.stringify(report)).toContain('Match: 2 achterstanden');
    expect(JSON.stringify(report)).toContain('[van een ander] niet.');
  });

  test('is a page to print, without script and with no style or source but our own', async () => {
    const { headers } = await call('privacy', 'GET', `/avg-requests/${id}/report`, undefined, { Accept: 'text/html' });
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    expect(page.forbidden()).toEqual([]);
    for (const mark of [...marksOf(anna).filter((mark) => mark !== anna.birthDate), '9 maart 1971', 'Notitiemerk', 'Planmerk', '€ 1.234,56', 'Klachtmerk']) expect(page.text).toContain(mark);
    const { status, body } = await api.call<string>('', 'GET', '/papier.css');
    expect([status, body]).toEqual([200, expect.stringContaining('@media print')]);
  });

  test('about an address holds no person', async () => {
    const request = await file(api, { kind: 'inspection', caseId: shared.id });
    const { body } = await call<Report>('privacy', 'GET', `/avg-requests/${request.id}/report`);
    expect(body).toMatchObject({ about: 'address', persons: [], requests: [], cases: [{ id: shared.id, address: { postcode: '7512BM' }, signals: [], timeline: [], plans: [] }] });
    for (const mark of [...marksOf(anna), ...marksOf(bert), 'Notitiemerk', 'Planmerk']) expect(JSON.stringify(body)).not.toContain(mark);
  });

  test('is for the privacy officer alone, and only for an inspection that stands', async () => {
    expect((await api.call('projectleider', 'GET', `/api/v1/avg-requests/${id}/report`)).status).toBe(403);
    const erasure = await file(api, { kind: 'erasure', caseId: own.id, personId: own.personIds[0] });
    expect((await api.call('privacy', 'GET', `/api/v1/avg-requests/${erasure.id}/report`)).status).toBe(409);
  });
});

describe('the letter', () => {
  const letterOf = async (id: string) => readPage((await call<string>('privacy', 'GET', `/avg-requests/${id}/letter`)).body).text;
  const remedies = ['binnen zes weken', 'Autoriteit Persoonsgegevens', 'artikel 77'];

  test.each([
    ['inspection', {}, 'Dit leggen wij over u vast', ['Annamerk', '7512BM', 'AVG artikel 15']],
    ['correction', { correction: { phone: '0622222222' } }, 'gecorrigeerd', ['telefoonnummer', 'AVG artikel 16']],
    ['objection', { words: 'Wij wensen u het beste.' }, 'stoppen met het gebruik', ['ook niet als u verhuist', 'Wij wensen u het beste.']],
    ['erasure', {}, 'gewist', ['AVG artikel 17', 'naam en adres zijn gewist']],
  ] as const)('about %s goes from receipt to decision, with its remedies', async (kind, more, title, says) => {
    const made = await caseOf(api, [kind === 'inspection' ? anna : somebody(`Brief${kind}`)]);
    const { id } = await file(api, { kind, caseId: made.id, personId: made.personIds[0] });
    const receipt = await letterOf(id);
    expect(receipt).toContain('Wij hebben uw verzoek ontvangen');
    expect(receipt).not.toContain('binnen zes weken');
    await grant(api, id, more);
    const decision = await letterOf(id);
    for (const text of [title, ...says, ...remedies, id]) expect(decision).toContain(text);
    if (kind === 'erasure') expect(decision).not.toContain('Brieferasure');
  });

  test('that refuses says why, by which article, and what one can do', async () => {
    const made = await caseOf(api, [somebody('Briefnee')]);
    const { id } = await file(api, { kind: 'erasure', caseId: made.id, personId: made.personIds[0] });
    await decide(api, id, { granted: false, ground: 'legal-task', words: 'De zaak loopt <nog>.' });
    const letter = await letterOf(id);
    for (const text of ['Wij wijzen uw verzoek af', 'artikel 17 lid 3 onder b', 'De zaak loopt <nog>.', ...remedies]) expect(letter).toContain(text);
  });

  test('that takes more time says why, and until when', async () => {
    const made = await caseOf(api, [somebody('Brieflang')]);
    const { id } = await file(api, { kind: 'inspection', caseId: made.id, personId: made.personIds[0] });
    await call('privacy', 'POST', `/avg-requests/${id}/extend`, { words: 'Het zijn veel gegevens.' });
    const letter = await letterOf(id);
    for (const text of ['meer tijd nodig', 'Het zijn veel gegevens.', 'artikel 12 lid 3', 'Autoriteit Persoonsgegevens']) expect(letter).toContain(text);
  });
});
