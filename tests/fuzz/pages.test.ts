/** Every page and form, asked by every role and by nobody with what fits and with what does not: none falls over, and nobody reads what is another's. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { screens } from '../../api/screens/index.ts';
import type { Screen } from '../../api/pages/page.ts';
import { admitAccounts } from '../../testkit/data/admit-accounts.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { enschede } from '../../testkit/data/cases.ts';
import { yearOf } from '../../testkit/data/months.ts';
import { readPage } from '../../testkit/page.ts';
import { hengelo, seed, type Mark, type Seeded } from './seeded.ts';

let api: TestApi;
let seeded: Seeded;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  await admitAccounts(api.sql);
  seeded = await seed(api, yearOf('fuzz/pages'));
}, 300_000);
afterAll(() => api.stop());

const callers: { account: string; isTheirs: (mark: Mark) => boolean }[] = [
  { account: 'medewerker-enschede', isTheirs: ({ municipality }) => municipality === enschede },
  { account: 'medewerker-hengelo', isTheirs: ({ municipality }) => municipality === hengelo },
  { account: 'schuldeiser-woongoed-twente', isTheirs: ({ creditor }) => creditor === 'woongoed-twente' },
  { account: 'stuurgroep', isTheirs: () => false },
  { account: 'beheer', isTheirs: () => false },
  { account: 'meldpunt', isTheirs: () => true },
  { account: '', isTheirs: () => false },
];

const names = ['date', 'time', 'place', 'kind', 'outcome', 'partOfDay', 'seq', 'reason', 'because', 'urgent', 'attemptId', 'signalId', 'key', 'terug', 'lastName', 'postcode', 'houseNumber', 'another', '__proto__'];
const values = fc.oneof(fc.constantFrom('', 'true', '2026-11-30', '14:30', 'door', 'visit', 'reached', '0', '-1', '1e9', '//elders.example', '/vandaag', "'; --", '\0', '\ud800', '<script>', 'Voorbeeld', '7511AB'), fc.string({ maxLength: 20 }));
const fields = fc.array(fc.tuple(fc.constantFrom(...names), values), { maxLength: 8 });

async function wrongWith(screen: Screen, account: string, id: string, sent: [string, string][]): Promise<string | null> {
  const text = new URLSearchParams(sent).toString();
  const path = screen.path.replace('{id}', encodeURIComponent(id));
  const response = await fetch(`http://127.0.0.1:${api.port}${path}${screen.method === 'get' ? `?${text}` : ''}`, {
    ...{ method: screen.method.toUpperCase(), redirect: 'manual' as const, ...(screen.method === 'post' ? { body: text } : {}) },
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...(account === '' ? {} : { Authorization: await api.bearer(account) }) },
  });
  const html = await response.text();
  const said = `${screen.method} ${path} by ${account}: ${response.status} ${text}`;
  if (response.status >= 500) return said;
  const goesTo = response.headers.get('location');
  if (goesTo !== null) return /^\/(?![/\\])/.test(goesTo) ? null : `${said} leads to ${goesTo}`;
  const isTheirs = callers.find((caller) => caller.account === account)?.isTheirs ?? (() => false);
  const leaked = seeded.marks.filter((mark) => !isTheirs(mark) && html.includes(mark.mark)).map(({ what }) => what);
  const forbidden = readPage(html).forbidden();
  return leaked.length + forbidden.length === 0 ? null : `${said} shows ${[...leaked, ...forbidden].join(', ')}`;
}

test.each(callers)('the pages, asked by $account', async ({ account }) => {
  const cases = seeded.there['cases'] ?? [];
  const asked = fc.sample(fc.tuple(fc.constantFrom(...screens), fc.constantFrom(...cases, 'x', '../x', '00000000-0000-4000-8000-000000000000'), fields), { numRuns: 150, seed: 20_411_105 });
  const wrong: string[] = [];
  for (const [screen, id, sent] of asked) {
    const one = await wrongWith(screen, account, id, sent);
    if (one !== null) wrong.push(one);
  }
  expect(wrong).toEqual([]);
}, 300_000);
