/**
 * Whole lives through the API of real processes, all that is personal in them marked: the marks come back to those who
 * work on the case, and stand nowhere else that is kept, sent or shown.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { routes } from '../../api/routes/index.ts';
import { permissions } from '../../src/domain/identity/access.ts';
import { isRaw } from '../../api/spec.ts';
import { addDays, localDate } from '../../src/domain/time/dates.ts';
import { devServer } from '../../testkit/engine/dev-server.ts';
import { eventually } from '../../testkit/eventually.ts';
import { startSystem, type System } from '../../testkit/system.ts';
import { Marks } from './marks.ts';
import { everythingIn, historiesOf } from './traces.ts';
import { monthOf } from '../../testkit/data/months.ts';

const MONTH = monthOf('privacy/whole-lives');
const today = localDate(new Date().toISOString());
const [desk, leader, worker] = ['meldpunt', 'projectleider', 'medewerker-enschede'];
const creditors = ['woongoed-twente', 'oost-energie'];

interface Called {
  account: string;
  /** Method and path. */
  url: string;
  status: number;
  text: string;
}

const marks = new Marks();
/** What a creditor wrote itself in a row that was refused: its verdict quotes that. */
const refused = new Marks();
/** The same of a file without names of columns: its receipt quotes the first line. */
const headless = new Marks();
const calls: Called[] = [];
const folder = mkdtempSync(join(tmpdir(), 'whole-lives-'));
let system: System;

async function call<Body = Record<string, unknown>>(account: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await system.call<Body>(account, method, `/api/v1${path}`, body, headers);
  calls.push({ account, url: `${method} ${path}`, status: answer.status, text: `${JSON.stringify([...answer.headers])} ${typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)}` });
  return answer;
}

async function done(account: string, method: string, path: string, body?: unknown) {
  const answer = await call(account, method, path, body);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A mark that a field of a delivery takes as it is. */
function known<Text extends string>(what: string, text: Text): Text {
  marks.made.set(text.toLowerCase(), what);
  return text;
}

const plainMark = (what: string, of: Marks = marks): string => {
  const before = new Set(of.made.keys());
  of.text(what, 0);
  return [...of.made.keys()].find((mark) => !before.has(mark)) ?? '';
};

const digits = () => String(Math.floor(10_000_000 + Math.random() * 89_999_999));
const columns = ['Contractnummer', 'Achternaam', 'Voorletters', 'Geboortedatum', 'Telefoon', 'E-mail', 'Straat', 'Postcode', 'Huisnummer', 'Toevoeging', 'Woonplaats', 'Achterstand', 'Achterstand sinds'];

/** One person at each house number, known to two creditors, or to one: then there is no match. */
const houses = { whole: 1, closed: 2, objecting: 3, refusedAtTriage: 4, decidedWithOthers: 5, alone: 6 };

async function deliver(): Promise<void> {
  marks.made.set('7513xw', 'postcode').set('1931-07-13', 'date of birth').set('13-07-1931', 'date of birth');
  const persons = Object.values(houses).map((house) => {
    const phone = `06${digits()}`;
    return { house, name: plainMark('last name'), initials: plainMark('initials'), phone: known('phone', phone), email: `${plainMark('e-mail')}@merk.test`, street: plainMark('street'), addition: plainMark('addition'), place: plainMark('place') };
  });
  for (const creditor of creditors) {
    const rows = persons.filter(({ house }) => house !== houses.alone || creditor === creditors[0]).map((one) => [`${creditor}-${one.house}`, one.name, one.initials, '13-07-1931', one.phone, one.email, one.street, '7513XW', one.house, one.addition, one.place, '500,00', '01-04-2092']);
    const wrong = [`${creditor}-wrong`, plainMark('name in a refused row'), 'A.', plainMark('refused date of birth', refused), '', plainMark('e-mail in a refused row'), '', '7513XW', 9, '', 'Enschede', plainMark('refused amount', refused), '01-04-2092'];
    const file = [columns, ...rows, wrong].map((row) => row.join(';')).join('\n');
    const { body } = await call<{ id: string }>(`schuldeiser-${creditor}`, 'POST', `/deliveries?round=${MONTH}`, Buffer.from(`${file}\n`));
    await eventually(async () => expect((await call(`schuldeiser-${creditor}`, 'GET', `/deliveries/${body.id}`)).body).toMatchObject({ state: 'done', accepted: rows.length, placed: rows.length, refused: 1 }), 30_000);
    for (const path of ['rows', 'rows.csv']) await done(`schuldeiser-${creditor}`, 'GET', `/deliveries/${body.id}/${path}`);
  }
}

async function match(): Promise<void> {
  await done(desk, 'POST', `/rounds/${MONTH}/close`);
  await eventually(async () => expect((await call(desk, 'GET', `/rounds/${MONTH}`)).body).toMatchObject({ state: 'proposed', listVersion: 1 }), 30_000);
  await done(desk, 'GET', `/rounds/${MONTH}/matches?show=drop-outs`);
  await done(desk, 'POST', `/rounds/${MONTH}/confirm`, { listVersion: 1 });
  await eventually(async () => expect((await call(desk, 'GET', `/rounds/${MONTH}`)).body).toMatchObject({ state: 'confirmed' }), 30_000);
}

async function caseAt(house: number): Promise<string> {
  const { body } = await call<{ items: { id: string; address: { houseNumber: number } }[] }>(desk, 'GET', '/cases?phase=triage&limit=200');
  return body.items.find(({ address }) => address.houseNumber === house)?.id ?? '';
}

/** Takes an action, with its reason marked. */
const act = (account: string, id: string, action: string, body: Record<string, unknown> = {}) => done(account, 'POST', `/cases/${id}/${action}`, { reason: marks.text(`reason of ${action}`), ...body });
const visit = (outcome: string, partOfDay: string) => ({ kind: 'visit', outcome, date: today, partOfDay });
const feedback = { cause: 'life-event', currentPayments: { state: 'resumes-on', date: addDays(today, 10) }, outlook: 'problematic-debts', approach: ['debt-services'] };

/** A creditor answers by its own signal, since it knows no case. */
async function answers(caseId: string, creditorId: string, body: object): Promise<void> {
  const [signal] = await system.sql<{ id: string }[]>`select id from signals where case_id = ${caseId} and creditor_id = ${creditorId}`;
  await done(`schuldeiser-${creditorId}`, 'POST', `/signals/${signal?.id ?? ''}/answer-re-check`, body);
}

/** From triage to recovered, by way of a plan, debt services and a re-check that first fails. */
async function wholeLife(id: string): Promise<void> {
  await act(desk, id, 'go');
  await act(worker, id, 'plan-appointment', { evenSo: true, date: today, time: '09:30', place: 'door' });
  await act(worker, id, 'record-attempt', visit('nobody-home', 'morning'));
  await done(worker, 'POST', `/cases/${id}/notes`, { text: marks.text('note') });
  await act(worker, id, 'record-attempt', visit('reached', 'afternoon'));
  await done(worker, 'PUT', `/cases/${id}/plan`, { remarks: marks.text('remarks of a draft', 4_000), skills: [marks.text('skill of a draft', 200)] });
  await act(worker, id, 'complete-plan', {
    budget: [{ kind: 'wages', amountCents: 100_000, name: marks.text('line of a budget', 100) }, { kind: 'rent', amountCents: 90_000 }],
    debts: [{ creditor: marks.text('creditor of a debt', 200), kind: 'other', amountCents: null, arrangement: 'bailiff' }],
    ...{ allowancesChecked: true, causes: ['life-event'], skills: [marks.text('skill', 200)], currentPaymentsFrom: today, problematicDebts: true, urgent: true },
    ...{ helpWithArrangements: true, lifeAreas: ['health'], directPayment: false, consentToShare: true, remarks: marks.text('remarks of the plan', 4_000), handOver: { service: 'Schuldhulp', contact: marks.text('contact of a hand-over', 200) } },
  });
  await done(worker, 'GET', `/cases/${id}/plan`);
  await act(worker, id, 'refer');
  await act(desk, id, 'record-first-talk', { date: today });
  await act(worker, id, 'confirm-hand-over');
  await act(worker, id, 'offer-hand-over', { service: 'Wijkteam', contact: marks.text('contact of a second hand-over', 200) });
  await act(worker, id, 'confirm-hand-over');
  const complaint = (await done(worker, 'POST', `/cases/${id}/complaints`, { text: marks.text('complaint') })) as { id: string };
  await done(desk, 'GET', `/complaints/${complaint.id}`);
  await act(worker, id, 'send-feedback', feedback);
  await inPhase(id, 're-check');
  await answers(id, creditors[0] ?? '', { paying: true });
  await answers(id, creditors[1] ?? '', { paying: false, reason: marks.text('reason of an answer') });
  await act(worker, id, 'record-attempt', visit('refused', 'evening'));
  await act(worker, id, 'send-feedback', { cause: 'unknown' });
  await inPhase(id, 're-check');
  for (const creditorId of creditors) await act(desk, id, 'answer-re-check', { creditorId, paying: true });
}

const inPhase = (id: string, phase: string) => eventually(async () => expect((await call(desk, 'GET', `/cases/${id}`)).body).toMatchObject({ phase }), 30_000);

async function closedAndOpened(id: string): Promise<void> {
  await act(desk, id, 'go');
  await act(leader, id, 'pause');
  await act(leader, id, 'resume');
  await act(worker, id, 'record-attempt', visit('reached', 'morning'));
  await act(worker, id, 'correct-attempt', visit('nobody-home', 'morning'));
  const { body } = await call<{ deadlines: { id: string; endedAt: string | null }[] }>(leader, 'GET', `/cases/${id}`);
  const deadlineId = body.deadlines.find(({ endedAt }) => endedAt === null)?.id ?? '';
  await act(leader, id, 'extend-deadline', { deadlineId, dueOn: addDays(today, 60) });
  await done(leader, 'GET', `/deadlines/${deadlineId}/derivation`);
  await act(leader, id, 'reassign', { teamId: 'team-enschede', caseworkerId: worker });
  await act(leader, id, 'close', { because: 'paid' });
  await act(leader, id, 'reopen', { to: 'visiting' });
}

async function objecting(id: string): Promise<void> {
  const { body } = await call<{ signals: { id: string }[] }>(desk, 'GET', `/cases/${id}`);
  await act(desk, id, 'go');
  await act(leader, id, 'close', { because: 'objection', signalId: body.signals[0]?.id });
  await done(desk, 'POST', '/objections', { signalId: body.signals[0]?.id });
}

/** A request of every route with a body, right by its role and wrong in every field, each wrong value marked. */
async function refusedRequests(id: string): Promise<void> {
  const accountOf: Record<string, string> = { desk, 'project-leader': leader, caseworker: worker, creditor: 'schuldeiser-woongoed-twente', 'privacy-officer': 'privacy', administrator: 'beheer' };
  for (const { method, path, may, body } of routes) {
    if (body === undefined || isRaw(body)) continue;
    const account = may === 'anyone' ? desk : (accountOf[permissions[may].by[0] ?? ''] ?? desk);
    const at = path.replace('{id}', id).replace('{month}', MONTH).replace('{date}', today);
    const fields = body instanceof z.ZodObject ? Object.keys(body.shape) : ['decision', 'caseIds'];
    const wrong = (make: (field: string) => unknown) => Object.fromEntries([...fields, 'unknown'].map((field) => [field, make(field)]));
    for (const sent of [wrong((field) => plainMark(`${field} of ${path}`)), wrong((field) => [{ [field]: plainMark(`${field} of ${path}`) }]), plainMark(`body of ${path}`)]) await call(account, method.toUpperCase(), at, sent);
    // What no parser reads.
    await call(account, method.toUpperCase(), at, Buffer.from(`{"text": "${plainMark(`broken body of ${path}`)}`), { 'Content-Type': 'application/json' });
  }
  await call('schuldeiser-woongoed-twente', 'POST', `/deliveries?round=${MONTH}`, Buffer.from(`${plainMark('first line', headless)};${plainMark('first line', headless)}\n${plainMark('cell')};1\n`));
  await call('schuldeiser-woongoed-twente', 'POST', `/deliveries?round=${MONTH}`, Buffer.from(plainMark('file of no kind')), { 'Content-Type': 'image/png' });
}

/** What no caller should do: our answers and our log are held against it, their URLs are not. */
async function misdirected(): Promise<void> {
  for (const { method, path, may } of routes) {
    if (may === 'anyone') continue;
    const at = path.replace(/\{\w+\}/, () => plainMark(`id in ${path}`));
    await misdirectedCall(method.toUpperCase(), `/api/v1${at}?limit=${plainMark('limit')}&cursor=${plainMark('cursor')}`);
  }
  await misdirectedCall('GET', `/${plainMark('path')}`);
  await misdirectedCall('GET', `/api/v1/${plainMark('path')}`);
}

const misdirectedAnswers: string[] = [];
async function misdirectedCall(method: string, path: string): Promise<void> {
  for (const account of [desk, leader]) {
    const { status, body } = await system.call(account, method, path);
    misdirectedAnswers.push(`${method} ${path.replace(/\?.*/, '')} ${status}\n${JSON.stringify(body)}`);
  }
}

beforeAll(async () => {
  system = await startSystem({ logFile: join(folder, 'log'), settings: { LOG_LEVEL: 'debug' } });
  // Half a year cannot be waited for on a real engine: the re-check is asked on the day of the feedback.
  await system.sql`update policies set body = jsonb_set(body, '{deadlines,re-check,term}', '{"unit": "calendarDays", "amount": 0}')`;
  await done(desk, 'POST', '/rounds', { month: MONTH, byHand: true });
  await deliver();
  await match();
  const [whole, closed, objector, no, many] = [await caseAt(houses.whole), await caseAt(houses.closed), await caseAt(houses.objecting), await caseAt(houses.refusedAtTriage), await caseAt(houses.decidedWithOthers)];
  await wholeLife(whole);
  await closedAndOpened(closed);
  await objecting(objector);
  await act(desk, no, 'no-go', { because: 'other' });
  await done(desk, 'POST', '/triage-decisions', { caseIds: [many], decision: 'go' });
  await done(desk, 'POST', '/triage-decisions/undo', { caseIds: [many] });
  await refusedRequests(closed);
  await misdirected();
  for (const path of ['', '/timeline', '/history?raw=true', '/forecast']) for (const id of [whole, closed, objector]) await done(worker, 'GET', `/cases/${id}${path}`);
  for (const creditor of creditors) for (const path of [`/creditors/${creditor}/signals`, '/deliveries', '/me']) await done(`schuldeiser-${creditor}`, 'GET', path);
  for (const path of ['/audit?limit=200', '/audit.csv', '/audit.jsonl']) await done('privacy', 'GET', path);
  await eventually(async () => expect(await system.sql`select id from outbox where sent_at is null and failed_at is null and held_until is null`).toHaveLength(0), 60_000);
}, 300_000);
afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
});

const all = { foundIn: (text: string) => [marks, refused, headless].flatMap((some) => some.foundIn(text)) };
const foundIn = (texts: readonly string[], of: Pick<Marks, 'foundIn'> = all) => texts.flatMap((text) => of.foundIn(text).map((what) => `${what} in ${text.slice(0, 100)}`));
const isCreditor = ({ account }: Called) => account.startsWith('schuldeiser-');

describe('what was marked in whole lives', () => {
  test('reaches those who work on the cases, all of it; what stood in refused requests reaches nobody', () => {
    const seen = new Set(marks.foundIn(calls.filter((one) => one.status < 300 && !isCreditor(one)).map(({ text }) => text).join('\n')));
    expect([...seen]).toEqual(expect.arrayContaining(['last name', 'initials', 'phone', 'e-mail', 'street', 'addition', 'place', 'postcode', 'date of birth', 'note', 'complaint', 'remarks of the plan', 'skill', 'contact of a hand-over', 'reason of close', 'reason of reopen', 'reason of pause', 'reason of an answer']));
  });

  test('reaches creditors in no answer and no mail, but for their own refused rows', () => {
    expect(foundIn(calls.filter(isCreditor).map(({ url, text }) => `${url} ${text}`), marks)).toEqual([]);
    const verdicts = calls.filter((one) => isCreditor(one) && one.url.includes('/rows'));
    expect(new Set(refused.foundIn(verdicts.map(({ text }) => text).join('\n')))).toEqual(new Set(['refused date of birth', 'refused amount']));
    expect(foundIn(calls.filter((one) => isCreditor(one) && !one.url.includes('/rows')).map(({ text }) => text), refused)).toEqual([]);
    expect(headless.foundIn(calls.filter((one) => isCreditor(one) && one.url === 'GET /deliveries').map(({ text }) => text).join('\n'))).toEqual(['first line', 'first line']);
    expect(system.mail.raws.length).toBeGreaterThan(20);
    expect(foundIn(system.mail.raws)).toEqual([]);
  });

  test('stands in no URL: none that was called, none in an answer, none in a mail', () => {
    const links = [...calls.map(({ text }) => text), ...system.mail.raws].flatMap((text) => [...text.matchAll(/(?:https?:\/\/(?!x\.test)|\/api\/v1\/)[^\s"'<>\\]+/g)].map(([link]) => link));
    expect(links.length).toBeGreaterThan(100);
    expect(foundIn([...calls.map(({ url }) => url), ...links])).toEqual([]);
  });

  test('is repeated in no error, whatever was wrong', () => {
    const errors = calls.filter(({ status }) => status >= 400);
    expect(errors.length).toBeGreaterThan(100);
    expect(errors.filter(({ status }) => status >= 500)).toEqual([]);
    expect(foundIn(errors.map(({ url, text }) => `${url} ${text}`))).toEqual([]);
    // The first line is the request itself.
    expect(foundIn(misdirectedAnswers.map((answer) => answer.slice(answer.indexOf('\n'))))).toEqual([]);
    expect(misdirectedAnswers.filter((answer) => / 5\d\d\n/.test(answer))).toEqual([]);
  });

  test('stands in no line that API and worker logged', () => {
    const lines = readFileSync(join(folder, 'log'), 'utf8').split('\n');
    expect(lines.filter((line) => line.includes('"request"')).length).toBeGreaterThan(100);
    expect(lines.some((line) => /worker/i.test(line))).toBe(true);
    expect(foundIn(lines)).toEqual([]);
  });

  test("stands in no workflow's history, id, memo or search attribute", async () => {
    const { client, teardown } = await devServer().then((environment) => ({ client: environment.client, teardown: () => environment.teardown() }));
    const histories = await historiesOf(client, system.taskQueue);
    await teardown();
    for (const kind of ['case', 'round', 'delivery', 'mailSender']) expect(histories.join('\n')).toContain(`${kind}Workflow`);
    expect(histories.join('\n')).toContain('woongoed-twente');
    expect(foundIn(histories)).toEqual([]);
  });

  test('stands in no column of any table in plain text: audit log, timeline and outbox are among them', async () => {
    const rows = await everythingIn(system.owner);
    for (const table of ['audit_log', 'timeline', 'outbox', 'persons', 'notes', 'plans', 'hand_overs', 'delivery_rows', 'objections']) expect(rows.some((row) => row.startsWith(`public.${table} `))).toBe(true);
    expect(foundIn(rows)).toEqual([]);
  });

  test('is in no answer of health checks and metrics', async () => {
    const told = await Promise.all([system.health.api, `${system.health.api}/ready`, system.health.api.replace('/health', '/metrics'), system.health.worker].map(async (url) => (await fetch(url)).text()));
    expect(told[0]).toContain('ok');
    expect(foundIn(told)).toEqual([]);
  });
});
