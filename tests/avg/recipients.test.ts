/** Creditors are told of a correction and an erasure (AVG art. 19), on a real engine and Postgres. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { templates } from '../../src/mail/templates/index.ts';
import { outboxRow } from '../../src/db/queries/outreach/outbox.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { caseOf, file, grant, readRequest, somebody } from './support.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
}, 120_000);
afterAll(() => api.stop());

const links = new Proxy({}, { get: () => () => 'https://twente.test' }) as never;

async function told(requestId: string): Promise<{ to: string; text: string; data: string }[]> {
  const rows = await api.sql<{ id: string }[]>`select id from outbox where data->>'requestId' = ${requestId} order by id`;
  return Promise.all(rows.map(async ({ id }) => {
    const row = await outboxRow(api.sql, id);
    const made = templates[row.template];
    return { to: (row.recipient as { id: string }).id, text: JSON.stringify(made.render(await made.load(api.sql, row, api.keys), links)), data: JSON.stringify(row.data) };
  }));
}

describe('whoever received the data', () => {
  test('hears which fields were corrected, with its own references and no value', async () => {
    const { id: caseId, personIds, signalIds } = await caseOf(api, [somebody('Herstelmerk'), somebody('Herstelmerk')], ['woongoed-twente', 'oost-energie']);
    const { id } = await file(api, { kind: 'correction', caseId, personId: personIds[0] });
    await grant(api, id, { correction: { phone: '0699999999' } });
    const references = await api.sql<{ creditorId: string; reference: string }[]>`select creditor_id, reference from signals where id = any(${signalIds}::uuid[])`;
    const mails = await told(id);
    expect(mails.map(({ to }) => to)).toEqual(['oost-energie', 'woongoed-twente']);
    for (const { to, text, data } of mails) {
      const [own, others] = [references.filter(({ creditorId }) => creditorId === to), references.filter(({ creditorId }) => creditorId !== to)];
      for (const { reference } of own) expect(text).toContain(reference);
      for (const { reference } of others) expect(text).not.toContain(reference);
      expect(text).toContain('telefoonnummer');
      for (const hidden of ['0699999999', 'Herstelmerk']) expect(text + data).not.toContain(hidden);
    }
    expect((await readRequest(api, id)).recipients.map(({ creditorId }) => creditorId).sort()).toEqual(['oost-energie', 'woongoed-twente']);
    expect((await api.call<string>('privacy', 'GET', `/api/v1/avg-requests/${id}/letter`, undefined, { Accept: 'text/html' })).body).toContain('AVG artikel 19');
  });

  test('hears of an erasure by references that stand nowhere any more but sealed in its mail', async () => {
    const { id: caseId, personIds, signalIds } = await caseOf(api, [somebody('Wismerk')], ['woongoed-twente']);
    const [{ reference } = { reference: '' }] = await api.sql<{ reference: string }[]>`select reference from signals where id = ${signalIds[0] ?? ''}`;
    const { id } = await file(api, { kind: 'erasure', caseId, personId: personIds[0] });
    await grant(api, id);
    expect(await api.sql`select 1 from signals where reference = ${reference}`).toHaveLength(0);
    const [mail] = await told(id);
    expect(mail?.text).toContain(reference);
    expect(mail?.data).not.toContain(reference);
  });
});
