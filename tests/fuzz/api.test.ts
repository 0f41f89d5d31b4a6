/**
 * Everything the description allows and what it does not, asked by every role and by nobody: nothing falls over, nothing
 * is answered that is not described, and nobody gets what is another's. Longer and at random: `npm run fuzz`.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { routes } from '../../api/routes/index.ts';
import { admitAccounts } from '../../testkit/data/admit-accounts.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { enschede } from '../../testkit/data/cases.ts';
import { fuzz, FUZZED_WITHIN_MS, type Caller, type Fuzzed } from './fuzz.ts';
import { hengelo, seed, YEAR, type Mark, type Seeded } from './seeded.ts';

/** What is theirs of what is marked; a creditor gets its references and its refused rows, and nothing of a person. */
const callers: { account: string; role: string; isTheirs: (mark: Mark) => boolean }[] = [
  { account: 'schuldeiser-woongoed-twente', role: 'creditor', isTheirs: ({ creditor }) => creditor === 'woongoed-twente' },
  { account: 'medewerker-enschede', role: 'caseworker', isTheirs: ({ municipality }) => municipality === enschede },
  { account: 'projectleider-hengelo', role: 'project-leader', isTheirs: ({ municipality }) => municipality === hengelo },
  { account: 'stuurgroep', role: 'steering-group', isTheirs: () => false },
  { account: 'beheer', role: 'administrator', isTheirs: () => false },
  { account: 'privacy', role: 'privacy-officer', isTheirs: () => true },
  { account: 'meldpunt', role: 'desk', isTheirs: () => true },
  { account: 'projectleider', role: 'project-leader', isTheirs: () => true },
  { account: '', role: 'nobody', isTheirs: () => false },
];

let api: TestApi;
let seeded: Seeded;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  await api.sql`insert into accounts (id, name, email, role, municipality_code) values ('projectleider-hengelo', 'Projectleider Hengelo', 'plh@voorbeeld.test', 'project-leader', ${hengelo})`;
  // Nobody asks as these: they are changed, blocked and let go.
  await api.sql`insert into accounts (id, name, email, role, municipality_code) select 'fuzzed-' || n, 'x', 'x@voorbeeld.test', 'caseworker', ${enschede} from generate_series(1, 9) n`;
  await admitAccounts(api.sql);
  seeded = await seed(api);
}, 180_000);
afterAll(() => api.stop());

const credentialOf = async (account: string) => `Authorization: ${await api.bearer(account)}`;

async function callerAs({ account, isTheirs }: (typeof callers)[number]): Promise<Caller> {
  const theirs = seeded.marks.filter(isTheirs);
  const others = seeded.marks.filter((mark) => !isTheirs(mark));
  return { name: account || 'nobody', credential: account === '' ? null : await credentialOf(account), own: theirs.map(({ mark }) => mark), never: Object.fromEntries(others.map(({ mark, what }) => [mark, what])) };
}

describe('the API, asked by', () => {
  const all: Record<string, Fuzzed> = {};

  test.each(callers)('$role $account: never falls over, answers as described, and shows nothing of another', async (caller) => {
    const fuzzed = await fuzz(api.port, await callerAs(caller), { there: seeded.there, year: YEAR });
    all[caller.account] = fuzzed;
    expect(fuzzed.code === 0 ? '' : fuzzed.report).toBe('');
    expect(fuzzed.code).toBe(0);
    // Nothing found would mean little if nothing of its own had come by.
    if (['caseworker', 'desk', 'project-leader', 'privacy-officer', 'creditor'].includes(caller.role)) expect(fuzzed.seen).not.toEqual([]);
  }, FUZZED_WITHIN_MS);

  test('all accounts together, reaches every route, and gets more than refusals from most', () => {
    const answered = Object.values(all).flatMap(({ answers }) => Object.keys(answers));
    const called = new Set(answered.map((answer) => answer.replace(/ \d+$/, '')));
    expect(routes.map(({ method, path }) => `${method} /api/v1${path}`).filter((name) => !called.has(name))).toEqual([]);
    const done = new Set(answered.filter((answer) => / 2\d\d$/.test(answer)).map((answer) => answer.replace(/ \d+$/, '')));
    const refusedAlways = [...called].filter((name) => !done.has(name)).sort();
    if (refusedAlways.length > 0) console.info(`Routes that were only refused, ${refusedAlways.length} of ${called.size}:\n  ${refusedAlways.join('\n  ')}`);
    expect(refusedAlways.length).toBeLessThan(called.size / 2);
  });
});
