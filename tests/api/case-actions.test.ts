import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays, startOfDay } from '../../src/domain/time/dates.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { acting, desk, feedback, plan, today, visit, worker, type Case } from './acting.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
});
afterAll(() => api.stop());

const { act, refused, read } = acting(() => api);

describe('an action on a case', () => {
  test('answers with the case as it is read afterwards', async () => {
    const { id } = await api.caseInTriage();
    const { status, body } = await act(desk, id, 'go');
    expect(status).toBe(200);
    expect(body.phase).toBe('visiting');
    expect({ ...(await read(id)), actions: [] }).toEqual({ ...body, actions: [] });
  });

  test('answers only where the case stands to who prefers that, and leaves no reading in the audit log', async () => {
    const { id } = await api.caseInTriage();
    const readings = async () => (await api.sql`select 1 from audit_log where case_id = ${id} and action = 'read-case'`).length;
    const headers = { 'Idempotency-Key': randomUUID(), Prefer: 'respond-async, return="minimal"' };
    const answers = [];
    for (let times = 0; times < 2; times += 1) answers.push(await api.call<Case>(desk, 'POST', `/api/v1/cases/${id}/go`, {}, headers));
    expect(answers[0]?.headers.get('Preference-Applied')).toBe('return=minimal');
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    expect(await readings()).toBe(0);
    const { seq, phase } = await read(id);
    expect(answers[0]?.body).toEqual({ seq, phase, actions: expect.arrayContaining([expect.objectContaining({ action: 'record-attempt', mine: true })]) as unknown });
    expect(await readings()).toBe(1);
    expect((await api.call<Case>(worker, 'POST', `/api/v1/cases/${id}/record-attempt`, visit('nobody-home'), { Prefer: 'return=representation' })).body.attempts).toHaveLength(1);
  });

  test('sent twice under one key is done once, with the same answer', async () => {
    const { id } = await api.caseInTriage();
    await act(desk, id, 'go');
    const key = randomUUID();
    const answers = [await act(worker, id, 'record-attempt', visit('nobody-home'), key), await act(worker, id, 'record-attempt', visit('nobody-home'), key)];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[1]?.body.attempts).toHaveLength(1);
    expect(answers[1]?.body.attempts).toEqual(answers[0]?.body.attempts);
  });

  test('sent many times at once under one key is done once', async () => {
    const { id } = await api.caseInTriage();
    const key = randomUUID();
    const body = { reason: 'Wacht op de verhuurder' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => act(desk, id, 'pause', body, key)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const [stored] = await api.sql<{ events: number; notes: number }[]>`
      select (select count(*)::int from timeline where case_id = ${id} and type = 'paused') as events,
        (select count(*)::int from notes where case_id = ${id}) as notes`;
    expect(stored).toEqual({ events: 1, notes: 1 });
  });

  test('that closed the case gives the same answer when it is repeated', async () => {
    const { id } = await api.caseInTriage();
    const key = randomUUID();
    const first = await act(desk, id, 'no-go', { because: 'known' }, key);
    const again = await act(desk, id, 'no-go', { because: 'known' }, key);
    expect([first.body.phase, again.status, again.body.phase, again.body.result]).toEqual(['closed', 200, 'closed', 'known-at-debt-services']);
  });

  test('under a key that was used for something else is a conflict', async () => {
    const { id } = await api.caseInTriage();
    const key = randomUUID();
    await act(desk, id, 'go', {}, key);
    const { status, body } = await refused(desk, id, 'no-go', { because: 'other' }, key);
    expect([status, body.code]).toEqual([409, 'conflict']);
  });

  test('that the case does not take is refused with why and what it does take, and leaves no words behind', async () => {
    const { id } = await api.caseInTriage();
    const { status, body } = await refused(worker, id, 'record-attempt', { ...visit('reached'), reason: 'kwam toevallig langs' });
    expect([status, body.code, body['reason'], body['phase']]).toEqual([409, 'action-refused', 'wrong-phase', 'triage']);
    expect((body['allowedActions'] as { action: string }[]).map(({ action }) => action)).toEqual(expect.arrayContaining(['go', 'no-go', 'pause']));
    expect(await api.sql`select 1 from notes where case_id = ${id}`).toHaveLength(0);
    const [entry] = await api.sql<{ outcome: string; actorId: string }[]>`select outcome, actor_id from audit_log where case_id = ${id} and action = 'record-attempt'`;
    expect(entry).toEqual({ outcome: 'refused', actorId: worker });
  });

  test('that tells the same visit again is refused with who recorded it when, and done when it was another', async () => {
    const { id } = await api.caseInTriage();
    await act(desk, id, 'go');
    await act(worker, id, 'record-attempt', visit('nobody-home'));
    const { status, body } = await refused(desk, id, 'record-attempt', visit('nobody-home'));
    expect([status, body]).toMatchObject([409, { reason: 'twice', confirmWith: { another: true }, detail: expect.stringMatching(/^Al vastgelegd om \d\d:\d\d door \S.*, was dit een andere poging\?$/) }]);
    expect(body.detail).not.toContain('{by}');
    expect((await act(desk, id, 'record-attempt', { ...visit('nobody-home'), another: true })).status).toBe(200);
    const [first] = ((await read(id)) as unknown as { attempts: { id: string }[] }).attempts;
    expect((await act(worker, id, 'take-back-attempt', { attemptId: first?.id, reason: 'Verkeerde zaak.' })).status).toBe(200);
    expect((await read(id)) as unknown).toMatchObject({ visits: 1, attempts: [{ by: desk }] });
    expect(await api.sql`select 1 from case_facts where case_id = ${id} and kind = 'attempt'`).toHaveLength(1);
  });

  test('of longer than a month ago is recorded with a reason, and the timeline shows both moments', async () => {
    const { id } = await api.caseInTriage();
    await act(desk, id, 'go');
    const longAgo = { ...visit('nobody-home'), date: addDays(today(), -40) };
    const { status, body } = await refused(worker, id, 'record-attempt', longAgo);
    expect([status, body.errors?.map(({ rule }) => rule)]).toEqual([400, ['not-too-old']]);
    expect((await act(worker, id, 'record-attempt', { ...longAgo, reason: 'Lag nog op papier.' })).status).toBe(200);
    const { events } = (await api.call<{ events: { sentence: string }[] }>(desk, 'GET', `/api/v1/cases/${id}/timeline`)).body;
    expect(events.map(({ sentence }) => sentence)).toContainEqual(expect.stringMatching(/^Huisbezoek op .*\(vastgelegd op .*\)\.$/));
  });

  test('decided on an older picture of the case is refused, with what was done since', async () => {
    const { id } = await api.caseInTriage();
    await act(desk, id, 'go');
    const { seq } = (await read(id)) as unknown as { seq: number };
    const close = { because: 'paid', reason: 'Er is betaald.' };
    expect((await act(worker, id, 'record-attempt', { ...visit('reached'), seq })).status).toBe(200);
    const { status, body } = await act(desk, id, 'close', { ...close, seq });
    expect([status, body]).toMatchObject([409, { detail: 'Intussen is bereikt vastgelegd. Bekijk de zaak opnieuw en beslis dan.', reason: 'changed', phase: 'planning' }]);
    expect((await act(desk, id, 'close', { ...close, seq: (await read(id) as unknown as { seq: number }).seq })).status).toBe(200);
  });

  test('on a closed case is refused, and reopening is what is allowed', async () => {
    const { id } = await api.caseInTriage();
    await act(desk, id, 'close', { because: 'paid', reason: 'Alles betaald' });
    const { status, body } = await refused(worker, id, 'record-attempt', visit('reached'));
    expect([status, body['phase']]).toEqual([409, 'closed']);
    expect((body['allowedActions'] as { action: string }[]).map(({ action }) => action)).toEqual(['reopen']);
  });

  test('names every wrong field at once, those of the path included', async () => {
    const { status, body } = await refused(worker, 'no-case', 'record-attempt', { kind: 'walk', date: '2026-02-30', why: 'x', partOfDay: 'night' }, 'not a key');
    expect([status, body.code]).toEqual([400, 'invalid-input']);
    expect(body.errors?.map(({ field, rule }) => `${field}: ${rule}`).sort()).toEqual([
      'date: date',
      'header.idempotency-key: regex',
      'kind: one-of',
      'outcome: required',
      'partOfDay: one-of',
      'path.id: uuid',
      'why: unknown-field',
    ]);
  });

  test('says which field is wrong when only the case can tell', async () => {
    const { id } = await api.caseInTriage();
    await act(desk, id, 'go');
    const { status, body } = await refused(worker, id, 'record-attempt', { ...visit('reached'), date: '2099-01-01' });
    expect([status, body.errors?.[0]?.field, body.errors?.[0]?.rule]).toEqual([400, 'date', 'not-future']);
  });

  test('cannot be given a date or a team that would stop the workflow', async () => {
    const { id } = await api.caseInTriage();
    const [deadline] = (await read(id)).deadlines;
    const extended = await refused(desk, id, 'extend-deadline', { deadlineId: deadline?.id, dueOn: '9999-01-01', reason: 'lang' });
    expect([extended.status, extended.body.errors?.[0]?.field]).toEqual([400, 'dueOn']);
    const reassigned = await refused(desk, id, 'reassign', { teamId: 'team-hengelo', reason: 'drukte' });
    expect([reassigned.status, reassigned.body.errors?.[0]?.field]).toEqual([400, 'teamId']);
    expect((await act(desk, id, 'reassign', { teamId: 'team-enschede', caseworkerId: worker, reason: 'drukte' })).status).toBe(200);
  });

  test('needs its reason where the table asks for one, and keeps it in the timeline', async () => {
    const { id } = await api.caseInTriage();
    expect((await refused(desk, id, 'pause')).body.errors?.[0]).toMatchObject({ field: 'reason', rule: 'required' });
    await act(desk, id, 'pause', { reason: 'Bewoner ligt in het ziekenhuis' });
    const { body } = await api.call<{ events: { type: string; note: string | null }[] }>(desk, 'GET', `/api/v1/cases/${id}/timeline`);
    expect(body.events.find(({ type }) => type === 'paused')?.note).toBe('Bewoner ligt in het ziekenhuis');
  });

  test('keeps words out of the engine: a whole life holds none in its history', async () => {
    const { id } = await api.caseInTriage();
    await act(desk, id, 'go');
    await act(worker, id, 'record-attempt', visit('reached'));
    // What is found and offered is told with its day too.
    const found = await refused(worker, id, 'record-problematic-debts', { urgent: false, date: addDays(today(), -40) });
    expect(found.body.errors).toMatchObject([{ field: 'date', rule: 'not-too-old' }]);
    const planned = await act(worker, id, 'complete-plan', { ...plan, remarks: 'Vertelde over haar ziekte', reason: 'Zie gesprek' });
    expect([planned.body.phase, planned.body.problematicDebts, planned.body.handOvers[0]?.service]).toEqual(['feedback', true, 'Stadsbank']);
    const early = await refused(worker, id, 'send-feedback', { cause: 'income-drop' });
    expect(early.body.errors?.map(({ field }) => field)).toEqual(['currentPayments', 'outlook', 'approach']);
    const sent = await act(worker, id, 'send-feedback', feedback);
    expect([sent.body.phase, sent.body.feedback?.body]).toEqual(['monitoring', feedback]);
    const confirmed = await act(worker, id, 'confirm-hand-over');
    expect(confirmed.body.handOvers[0]?.confirmedAt).not.toBeNull();
    const yesterday = addDays(today(), -1);
    const offered = await act(worker, id, 'offer-hand-over', { service: 'Humanitas', date: yesterday });
    expect(offered.body.handOvers.at(-1)).toMatchObject({ service: 'Humanitas', offeredAt: new Date(startOfDay(yesterday)).toISOString(), confirmedAt: null });
    const { body: history } = await api.call<{ runs: { steps: { name: string }[]; events: unknown[] }[] }>(desk, 'GET', `/api/v1/cases/${id}/history?raw=true`);
    expect(history.runs[0]?.steps.map(({ name }) => name)).toEqual(expect.arrayContaining(['start', 'addSignal', 'applyMatch', 'go', 'record-attempt', 'complete-plan', 'send-feedback', 'confirm-hand-over']));
    const raw = JSON.stringify(history.runs[0]?.events).replace(/"data":"([^"]*)"/g, (_, data: string) => Buffer.from(data, 'base64').toString());
    expect(raw).toContain('problematicDebts');
    for (const word of ['ziekte', 'Stadsbank', 'Voorbeeld', 'Hoofdstraat', '7512BM']) expect(raw).not.toContain(word);
    const { body: kept } = await api.call<{ completed: boolean; body: { remarks: string } }>(worker, 'GET', `/api/v1/cases/${id}/plan`);
    expect([kept.completed, kept.body.remarks]).toEqual([true, 'Vertelde over haar ziekte']);
  });
});

describe('a draft', () => {
  test('of a plan gives what is not sent; what is missing in both is named, what was sent wins, and the draft is gone', async () => {
    const { id } = await api.caseInTriage();
    await act(desk, id, 'go');
    await act(worker, id, 'record-attempt', visit('reached'));
    const { handOver, incomeCents, urgent, problematicDebts, ...rest } = plan;
    const save = (draft: object) => api.call(worker, 'PUT', `/api/v1/cases/${id}/plan`, draft);
    expect((await save({ ...rest, remarks: 'Eerste versie' })).status).toBe(200);
    const { status, body } = await refused(worker, id, 'complete-plan', { incomeCents, problematicDebts: false });
    expect([status, body.errors?.map(({ field, rule }) => [field, rule])]).toEqual([400, [['handOver', 'required']]]);
    expect((await refused(worker, id, 'complete-plan', { incomeCents, handOver, problematicDebts })).body.errors?.map(({ field }) => field)).toEqual(['urgent']);
    expect((await act(worker, id, 'complete-plan', { incomeCents, handOver, problematicDebts, urgent, remarks: 'Laatste versie' })).body.phase).toBe('feedback');
    const { body: kept } = await api.call<{ completed: boolean; draft: unknown; body: object }>(worker, 'GET', `/api/v1/cases/${id}/plan`);
    expect(kept).toMatchObject({ completed: true, draft: null, body: { ...rest, incomeCents, handOver, remarks: 'Laatste versie' } });
    expect(await api.sql`select id from plans where case_id = ${id}`).toHaveLength(1);
    // A plan that is made anew does not fill itself in from the one before.
    await act(worker, id, 'record-callback', { date: today() });
    expect((await refused(worker, id, 'complete-plan', {})).body.errors?.length).toBeGreaterThan(5);
    await save({ remarks: 'Nieuwe versie' });
    expect((await api.call<{ draft: { body: object } }>(worker, 'GET', `/api/v1/cases/${id}/plan`)).body).toMatchObject({ completed: true, draft: { body: { remarks: 'Nieuwe versie' } } });
  });

  test('of feedback is read back with the case and gives what is not sent, also after it was undone', async () => {
    const { id } = await api.caseInTriage();
    const save = (draft: object) => api.call(worker, 'PUT', `/api/v1/cases/${id}/feedback-draft`, draft);
    await act(desk, id, 'go');
    await act(worker, id, 'record-attempt', visit('reached'));
    await act(worker, id, 'complete-plan', plan);
    const { outlook, ...rest } = feedback;
    expect((await save(rest)).status).toBe(200);
    expect((await read(id)).feedbackDraft).toMatchObject({ body: rest, authorId: worker });
    expect((await api.call(desk, 'PUT', `/api/v1/cases/${id}/feedback-draft`, { cause: 'nonsense' })).status).toBe(400);
    expect((await refused(worker, id, 'send-feedback', {})).body.errors).toMatchObject([{ field: 'outlook', rule: 'required' }]);
    await act(worker, id, 'send-feedback', { outlook, undoable: true });
    await act(worker, id, 'undo-feedback');
    const sent = await act(worker, id, 'send-feedback', { outlook });
    expect([sent.status, sent.body.feedback?.body, sent.body.feedbackDraft]).toEqual([200, feedback, null]);
    expect((await save(rest)).status).toBe(409);
  });
});
