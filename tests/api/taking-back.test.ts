/** What is taken back in a case: feedback, the day of an eviction, its closing. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/time/dates.ts';
import { evictionIn } from '../../testkit/data/eviction.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { eventually } from '../../testkit/eventually.ts';
import { acting, desk, feedback, plan, today, visit, worker } from './acting.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
});
afterAll(() => api.stop());

const { act, refused, read } = acting(() => api);

describe('feedback', () => {
  const planned = async (problematicDebts: boolean) => {
    const { id } = await api.caseInTriage();
    await act(desk, id, 'go');
    await act(worker, id, 'record-attempt', visit('reached'));
    const { body } = await act(worker, id, 'complete-plan', { ...plan, problematicDebts });
    return { id, proposed: body.signals.map(({ proposedFeedback }) => proposedFeedback) };
  };

  test('is filled in from the plan for each signal; what contradicts the plan is refused at its field, in Dutch', async () => {
    const { id, proposed } = await planned(true);
    expect(proposed).toEqual(proposed.map(() => ({ ...feedback, approach: ['debt-services', 'arrangement'] })));
    const { status, body } = await refused(worker, id, 'send-feedback', { ...feedback, outlook: 'arrears-only', approach: ['none', 'direct-payment'], cause: 'dispute' });
    expect([status, body.errors?.map(({ field }) => field)]).toEqual([400, expect.arrayContaining(['outlook', 'approach', 'cause'])]);
    expect(body.errors?.[0]?.message).toBe('Er zijn problematische schulden vastgelegd. Meld die, of neem ze eerst terug.');
    // Withdrawn, they are told no more.
    await act(worker, id, 'withdraw-problematic-debts', { reason: 'Vergissing' });
    expect((await refused(worker, id, 'send-feedback', feedback)).body.errors?.map(({ field }) => field)).toEqual(['outlook', 'approach']);
    const sent = await act(worker, id, 'send-feedback', { ...feedback, outlook: 'arrears-only', approach: ['arrangement'] });
    expect([sent.status, sent.body.signals[0]?.proposedFeedback]).toEqual([200, null]);
  });

  test('can be undone while its mail waits, and corrected afterwards, by mail to who had the wrong one', async () => {
    const { id } = await planned(true);
    const held = await act(worker, id, 'send-feedback', { ...feedback, undoable: true });
    expect([held.body.phase, held.body.heldFeedback.length, held.body.feedback, held.body.signals[0]?.feedbackAt]).toEqual(['feedback', 1, null, null]);
    const undone = await act(worker, id, 'undo-feedback');
    expect([undone.body.phase, undone.body.heldFeedback]).toEqual(['feedback', []]);
    const { body: sent } = await act(worker, id, 'send-feedback', feedback);
    const same = await refused(worker, id, 'correct-feedback', { ...feedback, reason: 'Zo was het' });
    expect([same.status, same.body.errors?.map(({ field, rule }) => `${field} ${rule}`)]).toEqual([400, ['corrects changed']]);
    const { body: right } = await act(worker, id, 'correct-feedback', { ...feedback, approach: ['debt-services', 'arrangement'], reason: 'De regeling was vergeten' });
    expect(right.feedback?.body.approach).toEqual(['debt-services', 'arrangement']);
    expect(right.signals.map(({ feedbackId, feedbackAt }) => [feedbackId, feedbackAt])).toEqual(sent.signals.map(({ feedbackAt }) => [right.feedback?.id, feedbackAt]));
    const mails = await api.sql<{ template: string; data: object }[]>`select template, data from outbox where case_id = ${id} and template like 'feedback%' order by id`;
    const creditors = new Set(sent.signals.map(({ creditorId }) => creditorId)).size;
    expect(mails.map(({ template }) => template).sort()).toEqual([...Array<string>(creditors).fill('feedback'), ...Array<string>(creditors).fill('feedback-corrected')]);
    const { body: verified } = await api.call<{ events: { sentence: string }[] }>(worker, 'GET', `/api/v1/cases/${id}/timeline`);
    expect(verified.events.map(({ sentence }) => sentence)).toEqual(expect.arrayContaining([expect.stringContaining('ongedaan gemaakt voordat zij uitging'), expect.stringContaining('wie de verkeerde kreeg')]));
  });
});

describe('the day of an eviction', () => {
  test('is withdrawn by the creditor that told of it, with a reason; it is shown as withdrawn, and no other creditor can', async () => {
    const { id } = await api.caseInTriage();
    const { signalId, creditorId } = await evictionIn(api.environment.client, api.sql, id, addDays(today(), 40));
    const path = `/api/v1/signals/${signalId}/withdraw-day`;
    const other = creditorId === 'zorgzeker' ? 'schuldeiser-oost-energie' : 'schuldeiser-zorgzeker';
    expect((await api.call(other, 'POST', path, { reason: 'Betaald' })).status).toBe(404);
    expect((await api.call(`schuldeiser-${creditorId}`, 'POST', path, {})).status).toBe(400);
    expect((await api.call(`schuldeiser-${creditorId}`, 'POST', path, { reason: 'Regeling getroffen' })).status).toBe(200);
    const { signals, deadlines } = await read(id);
    expect(signals.find((signal) => signal.id === signalId)).toMatchObject({ state: 'in-case', endsOn: null, signalKindLabel: expect.stringContaining('(ingetrokken)') });
    expect(deadlines.find(({ kind }) => kind === 'before-eviction')?.state).toBe('cancelled');
    const { body: told } = await api.call<{ events: { type: string; note: { text: string } | null }[] }>(desk, 'GET', `/api/v1/cases/${id}/timeline`);
    expect(JSON.stringify(told.events.find(({ type }) => type === 'day-withdrawn'))).toContain('Regeling getroffen');
    expect((await refused(desk, id, 'withdraw-day', { signalId, reason: 'Nog eens' })).status).toBe(409);
  });
});

describe('reopening', () => {
  test('starts a new run of the same case, with its history of both', async () => {
    const { id } = await api.caseInTriage();
    await act(desk, id, 'no-go', { because: 'wrong-signal' });
    const opened = await act(desk, id, 'reopen', { to: 'triage', reason: 'Toch terecht' });
    expect([opened.status, opened.body.phase, opened.body.closedAt]).toEqual([200, 'triage', null]);
    expect((await act(desk, id, 'go')).body.phase).toBe('visiting');
    await eventually(async () => {
      const { body } = await api.call<{ runs: { status: string; steps: { name: string }[] }[] }>(desk, 'GET', `/api/v1/cases/${id}/history`);
      expect(body.runs.map(({ status }) => status)).toEqual(['COMPLETED', 'RUNNING']);
      expect(body.runs[1]?.steps.map(({ name }) => name)).toEqual(expect.arrayContaining(['reopen', 'go']));
    });
  });

  test('takes the closing back when no phase is named, and tells the creditors; a case of which nobody kept how it stood asks for one', async () => {
    const { id } = await api.caseInTriage();
    await act(desk, id, 'go');
    await act(desk, id, 'close', { because: 'paid', reason: 'Verkeerde zaak' });
    const opened = await act(desk, id, 'reopen', { reason: 'Was een andere zaak' });
    expect([opened.status, opened.body.phase, opened.body.closedAt]).toEqual([200, 'visiting', null]);
    expect(opened.body.deadlines.filter(({ state }) => state === 'open').map(({ kind }) => kind).sort()).toEqual(['feedback', 'first-visit']);
    const mails = await api.sql<{ template: string }[]>`select template from outbox where case_id = ${id} and template like 'case-%' order by id`;
    expect(new Set(mails.map(({ template }) => template))).toEqual(new Set(['case-closed', 'case-reopened']));
    await act(desk, id, 'close', { because: 'paid', reason: 'Toch betaald' });
    await api.sql`update cases set state = state - 'stood' where id = ${id}`;
    const { status, body } = await refused(desk, id, 'reopen', { reason: 'Was een andere zaak' });
    expect({ answered: status, ...body }).toMatchObject({ answered: 400, errors: [{ field: 'to', rule: 'stood' }] });
    expect((await read(id)).phase).toBe('closed');
  });

  test('is refused while another case is open at the address, and names it', async () => {
    const { id } = await api.caseInTriage();
    await act(desk, id, 'no-go', { because: 'other' });
    const other = await api.caseInTriage();
    await api.sql`update cases set household_id = (select household_id from cases where id = ${id}) where id = ${other.id}`;
    const { status, body } = await refused(desk, id, 'reopen', { to: 'triage', reason: 'Opnieuw' });
    expect([status, body.code, body['caseId']]).toEqual([409, 'conflict', other.id]);
    expect((await read(id)).phase).toBe('closed');
  });

  test('of a case that is not closed is refused', async () => {
    const { id } = await api.caseInTriage();
    expect((await refused(desk, id, 'reopen', { to: 'triage', reason: 'x' })).body).toMatchObject({ status: 409, reason: 'wrong-phase', phase: 'triage' });
  });
});
