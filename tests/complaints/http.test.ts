/** Complaints over HTTP, on a real engine and Postgres. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import type { complaintCounts, complaintDetail, complaintItem } from '../../api/schemas/complaint.ts';
import { addDays, localDate } from '../../src/domain/time/dates.ts';
import { anonymiseDue } from '../../src/usecases/retention/anonymise-due.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import type { TestCase } from '../../testkit/data/cases.ts';
import { eventually } from '../../testkit/eventually.ts';

type Detail = z.infer<typeof complaintDetail>;

let api: TestApi;
let made: TestCase;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  made = await api.caseInTriage();
}, 120_000);
afterAll(() => api.stop());

const today = localDate(new Date().toISOString());
const call = <Body = Detail>(account: string, method: string, path: string, body?: unknown, headers?: Record<string, string>) => api.call<Body>(account, method, `/api/v1${path}`, body, headers);
const readOne = async (id: string) => (await call('projectleider', 'GET', `/complaints/${id}`)).body;

async function file(body: object, { account = 'medewerker-enschede', path = `/cases/${made.id}/complaints` } = {}): Promise<string> {
  const answer = await call<{ id: string }>(account, 'POST', path, { text: 'Er is niet aangebeld.', ...body });
  expect([answer.status, answer.status < 300 ? '' : answer.body]).toEqual([201, '']);
  await eventually(async () => expect((await readOne(answer.body.id)).dueOn).not.toBeNull());
  return answer.body.id;
}

describe('a complaint', () => {
  test('heard by a caseworker is in the register with its term, and the timeline says only that it is there', async () => {
    const id = await file({ subject: 'treatment', receivedOn: addDays(today, -1), complainant: { name: 'Q. Proefklager', street: 'Proefstraat 1', place: '7512 AB Enschede' } });
    expect(await readOne(id)).toMatchObject({ source: 'resident', subjectLabel: 'Bejegening', state: 'received', caseId: made.id, words: 'Er is niet aangebeld.', complainant: { name: 'Q. Proefklager' }, deadlineState: 'open' });
    const { body: timeline } = await call<{ events: { type: string; note: string | null }[] }>('medewerker-enschede', 'GET', `/cases/${made.id}/timeline`);
    expect(timeline.events).toContainEqual(expect.objectContaining({ type: 'complaint-filed', note: null }));
    expect((await call('medewerker-enschede', 'GET', `/complaints/${id}`)).status).toBe(403);
    const { body: deadlines } = await call<{ items: object[] }>('projectleider', 'GET', '/deadlines?kind=complaint');
    expect(deadlines.items).toContainEqual(expect.objectContaining({ complaintId: id, link: `/api/v1/complaints/${id}`, owner: 'project-leader' }));
    expect((await call<{ items: object[] }>('medewerker-enschede', 'GET', '/deadlines?kind=complaint')).body.items).toEqual([]);
    const derivation = await call<{ basis: { reference: string }[]; agrees: boolean }>('projectleider', 'GET', `/deadlines/${id}.complaint/derivation`);
    expect(derivation.body).toMatchObject({ agrees: true, basis: expect.arrayContaining([expect.objectContaining({ reference: 'Awb art. 9:11 lid 1' })]) });
  });

  test('is handled by somebody who was not involved', async () => {
    const id = await file({ aboutAccountId: 'meldpunt' });
    expect((await call('meldpunt', 'POST', `/complaints/${id}/close`, { outcome: 'unfounded', words: 'Niets aan de hand.' })).status).toBe(403);
    expect((await call('projectleider', 'POST', `/complaints/${id}/owner`, { ownerId: 'meldpunt' })).status).toBe(400);
    expect((await call('projectleider', 'POST', `/complaints/${id}/owner`, { ownerId: 'medewerker-enschede' })).status).toBe(400);
    expect((await call('projectleider', 'POST', `/complaints/${id}/owner`, { ownerId: 'projectleider' })).body).toMatchObject({ ownerId: 'projectleider' });
  });

  test('is confirmed, put off once, and closed with its findings; each letter says what is so', async () => {
    const id = await file({});
    const letter = async () => (await call<string>('projectleider', 'GET', `/complaints/${id}/letter`, undefined, { Accept: 'text/html' })).body;
    expect((await call('projectleider', 'POST', `/complaints/${id}/receipt`, {})).body.receiptSentOn).toBe(today);
    expect(await letter()).toContain('Wij hebben uw klacht ontvangen');
    const { dueOn } = await readOne(id);
    expect((await call('projectleider', 'POST', `/complaints/${id}/extend`, { dueOn: addDays(dueOn ?? '', 40), words: 'Druk.' })).status).toBe(400);
    const extended = await call('projectleider', 'POST', `/complaints/${id}/extend`, { words: 'De medewerker is ziek.' });
    expect(extended.body).toMatchObject({ extensionReason: 'De medewerker is ziek.', extendedWithConsent: false });
    expect(await letter()).toContain('De reden: De medewerker is ziek.');
    expect((await call('projectleider', 'POST', `/complaints/${id}/extend`, { dueOn: addDays(extended.body.dueOn ?? '', 7), words: 'Nog drukker.' })).status).toBe(409);
    expect((await call('projectleider', 'POST', `/complaints/${id}/extend`, { dueOn: addDays(extended.body.dueOn ?? '', 7), words: 'In overleg.', withConsent: true })).status).toBe(200);
    const closed = await call('projectleider', 'POST', `/complaints/${id}/close`, { outcome: 'partly-founded', words: 'Er had gebeld moeten worden.' }, { 'Idempotency-Key': 'closing' });
    expect(closed.body).toMatchObject({ state: 'closed', outcome: 'partly-founded', findings: 'Er had gebeld moeten worden.', deadlineState: 'met' });
    expect(await letter()).toMatch(/gedeeltelijk gegrond[\s\S]*Er had gebeld moeten worden[\s\S]*ombudsman/);
    expect((await call('projectleider', 'POST', `/complaints/${id}/withdraw`)).status).toBe(409);
  });

  test('is listed by what is asked for, and counted', async () => {
    const id = await file({ subject: 'privacy', source: 'other', municipality: '0153', receivedOn: today }, { account: 'projectleider', path: '/complaints' });
    const { body } = await call<{ items: z.infer<typeof complaintItem>[] }>('projectleider', 'GET', '/complaints?subject=privacy&municipality=Enschede');
    expect(body.items.map((one) => one.id)).toEqual([id]);
    expect(JSON.stringify(body)).not.toContain('aangebeld');
    await call('projectleider', 'POST', `/complaints/${id}/close`, { outcome: 'solved', words: 'Uitgelegd.' });
    expect((await call<z.infer<typeof complaintCounts>>('projectleider', 'GET', '/complaints/counts?subject=privacy')).body).toEqual({ complaints: 1, late: 0, parts: [{ municipalityCode: '0153', source: 'other', subject: 'privacy', state: 'closed', outcome: 'solved', complaints: 1, late: 0 }] });
  });

  test('about no case, keeps what was said no longer than its term, and no key that opens it', async () => {
    const id = await file({ municipality: '0153', receivedOn: today, subject: 'delay' }, { account: 'projectleider', path: '/complaints' });
    await call('projectleider', 'POST', `/complaints/${id}/close`, { outcome: 'solved', words: 'Uitgelegd.' });
    await api.sql`update complaints set ended_at = ended_at - interval '13 months' where id = ${id}`;
    const actor = { id: 'system', role: 'system' as const, municipalityCode: null, teamId: null, creditorId: null };
    const counts = await anonymiseDue(api, { runId: randomUUID(), actor, at: new Date().toISOString() });
    expect(counts.complaints).toBe(1);
    expect(await readOne(id)).toMatchObject({ state: 'closed', outcome: 'solved', words: null, findings: null, complainant: null });
    expect((await api.keys.find([id])).size).toBe(0);
  });
});
