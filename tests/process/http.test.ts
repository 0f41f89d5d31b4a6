import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { twentePolicy } from '../../src/domain/planning/policy.ts';
import type { ProcessDocument } from '../../src/process/document.ts';
import { processBpmn } from '../../src/process/drawing.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { readPage } from '../../testkit/page.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

/** Without an account: the process is no secret. */
const get = <Body>(path: string) => api.call<Body>('', 'GET', path);
const firstVisitOf = async (query = '') => (await get<ProcessDocument>(`/api/v1/process${query}`)).body.deadlines.find(({ kind }) => kind === 'first-visit')?.termInWords;

describe('the process over HTTP', () => {
  test('comes as a BPMN file under the policy of today', async () => {
    const { status, body, headers } = await get<string>('/api/v1/process.bpmn');
    expect([status, headers.get('content-type'), headers.get('content-disposition')]).toEqual([200, 'application/xml; charset=utf-8', 'attachment; filename="vroegsignalering.bpmn"']);
    expect(body).toBe(processBpmn(twentePolicy));
  });

  test('comes as a page that lets in nothing but our own files', async () => {
    const page = await get<string>('/proces');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    const read = readPage(page.body);
    const [sheet = ''] = read.values('link[rel="stylesheet"]', 'href');
    const style = await get<string>(sheet);
    expect([style.status, style.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
    for (const link of ['/api/v1/process', '/api/v1/process.bpmn']) expect([read.values('a', 'href').includes(link), (await get(link)).status]).toEqual([true, 200]);
  });

  test('has the terms of the policy that is valid today, of a municipality of its own where it has one', async () => {
    const body = { ...twentePolicy, deadlines: { ...twentePolicy.deadlines, 'first-visit': { ...twentePolicy.deadlines['first-visit'], term: { unit: 'calendarDays', amount: 10 } } } };
    await api.sql`insert into policies (version, region_id, municipality_code, valid_from, body) values ('eigen', 'twente', '0153', '2020-01-01', ${api.sql.json(body)}), ('later', 'twente', '0164', '2999-01-01', ${api.sql.json(body)})`;
    expect([await firstVisitOf(), await firstVisitOf('?municipality=0153'), await firstVisitOf('?municipality=0164')]).toEqual(['14 kalenderdagen', '10 kalenderdagen', '14 kalenderdagen']);
    expect((await get('/api/v1/process?municipality=9999')).status).toBe(404);
  });
});
