import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { devServer } from '../../testkit/engine/dev-server.ts';
import { eventually } from '../../testkit/eventually.ts';
import { housesAt, keepAddressBook } from '../../testkit/data/address-book.ts';
import { startSystem, type System } from '../../testkit/system.ts';
import { monthOf } from '../../testkit/data/months.ts';

const MONTH = monthOf('rounds/system');
const ROUND = `/api/v1/rounds/${MONTH}`;
const PLACES = 150;
const CLOSED_WITH_MATCH = 501;
const CLOSED_WITH_DROP_OUT = 502;
const LATE = 'W1';

interface Round {
  state: string;
  listVersion: number;
  toApply: number;
  applied: number;
  deadline: { state: string; dueOn: string } | null;
  cases: { new: number; crisis: number; multiple: number };
}

let system: System;
const desk = <Body>(method: string, path: string, body?: unknown) => system.call<Body>('meldpunt', method, path, body);

/** What stands at a house number decides what becomes of it. */
type Row = [reference: string, house: number, since: string, form: string, crisis: string];
const FITS = '01-08-2026';
const TOO_OLD = '01-01-2026';

function rowsAt(n: number): { rent: Row[]; energy: Row[] } {
  const row = (name: string, since = FITS, form = ''): Row => [`${name}${n}`, n, since, form, 'N'];
  switch (n % 5) {
    case 0:
      return { rent: [row('A')], energy: [row('B')] };
    case 1:
      return { rent: [row('A')], energy: [] };
    case 2:
      return { rent: [row('A')], energy: [row('B', FITS, 'B.V.')] };
    case 3:
      return { rent: [], energy: [row('B'), row('C')] };
    default:
      return { rent: [row('A', TOO_OLD)], energy: [] };
  }
}

const expectedOutcome: Record<number, Record<string, string>> = {
  0: { A: 'in-case', B: 'in-case' },
  1: { A: 'no-match' },
  2: { A: 'no-match', B: 'not-private' },
  3: { B: 'in-case', C: 'in-case' },
  4: { A: 'arrears-age' },
};

async function deliver(creditor: string, rows: Row[], warm: 'J' | 'N' = 'N'): Promise<void> {
  const lines = rows.map(([reference, house, since, form, crisis]) => [reference, `Voorbeeld ${reference}`, '7512AB', house, 'Enschede', '500,00', since, form, crisis, warm].join(';'));
  const file = ['Contractnummer;Achternaam;Postcode;Huisnummer;Woonplaats;Achterstand;Achterstand sinds;Rechtsvorm;Crisis;Warme overdracht', ...lines, ''].join('\n');
  const { body } = await system.call<{ links: { self: string } }>(`schuldeiser-${creditor}`, 'POST', `/api/v1/deliveries?round=${MONTH}`, Buffer.from(file));
  await eventually(async () => {
    const receipt = await system.call<{ state: string; placed: number }>(`schuldeiser-${creditor}`, 'GET', body.links.self);
    expect(receipt.body).toMatchObject({ state: 'done', accepted: rows.length, placed: rows.length });
  }, 60_000);
}

interface SignalRow {
  reference: string;
  house: number;
  outcome: string;
  caseId: string;
  phase: string;
}

const signals = () => system.sql<SignalRow[]>`
  select s.reference, b.house_number as house, case when s.state = 'dropped' then s.reason else s.state end as outcome, s.case_id, c.phase
  from signals s join households h on h.id = s.household_id join address_book b on b.address_hash = h.address_hash join cases c on c.id = s.case_id order by s.reference`;

/** A no-go ends a crisis case; its signals that wait for the match still wait. */
const closeCaseAt = async (house: number) => {
  const [row] = await system.sql<{ id: string }[]>`select c.id from cases c join households h on h.id = c.household_id join address_book b on b.address_hash = h.address_hash where b.house_number = ${house} and c.phase = 'triage'`;
  const { status } = await desk('POST', `/api/v1/cases/${row?.id ?? ''}/no-go`, { because: 'known' });
  expect(status).toBe(200);
};

const roundNow = async () => (await desk<Round>('GET', ROUND)).body;
const listIs = (listVersion: number) =>
  eventually(async () => {
    expect(await roundNow()).toMatchObject({ state: 'proposed', listVersion });
  }, 50_000);

beforeAll(async () => {
  system = await startSystem();
  await keepAddressBook(system.owner, housesAt('7512AB', 2_000));
  await desk('POST', '/api/v1/rounds', { month: MONTH, byHand: true });
  const places = Array.from({ length: PLACES }, (_, n) => rowsAt(n + 1));
  await deliver('woongoed-twente', [
    ...places.flatMap(({ rent }) => rent),
    ['X1', CLOSED_WITH_MATCH, FITS, '', 'J'],
    ['X2', CLOSED_WITH_DROP_OUT, FITS, '', 'J'],
  ]);
  await deliver('oost-energie', [
    ...places.flatMap(({ energy }) => energy),
    ['Y1', CLOSED_WITH_MATCH, FITS, '', 'N'],
    ['Y2', CLOSED_WITH_MATCH, FITS, '', 'N'],
    ['Z1', CLOSED_WITH_DROP_OUT, TOO_OLD, '', 'N'],
  ]);
  await closeCaseAt(CLOSED_WITH_MATCH);
  await closeCaseAt(CLOSED_WITH_DROP_OUT);
}, 120_000);
afterAll(() => system.stop());

describe('a round of a few hundred signals, on real processes', () => {
  test('is opened once: the same request again gives the same round, another one is refused', async () => {
    expect((await desk('POST', '/api/v1/rounds', { month: MONTH, byHand: true })).status).toBe(200);
    expect((await desk('POST', '/api/v1/rounds', { month: MONTH, byHand: true, cutOff: '2026-09-20' })).status).toBe(409);
    expect((await desk('POST', '/api/v1/rounds', { month: '2026-08', byHand: false })).status).toBe(400);
  });

  test('cannot be confirmed before it is closed', async () => {
    expect((await desk<{ code: string }>('POST', `${ROUND}/confirm`, { listVersion: 1 })).body.code).toBe('action-refused');
  });

  test('closed, it proposes its list and has a deadline for the result', async () => {
    const { status, body } = await desk<Round>('POST', `${ROUND}/close`);
    expect([status, body.state, body.listVersion]).toEqual([200, 'proposed', 1]);
    await eventually(async () => expect((await roundNow()).deadline).toMatchObject({ state: 'open' }));
    expect(body.cases).toMatchObject({ new: (PLACES / 5) * 2 + 1, crisis: 0, multiple: (PLACES / 5) * 2 + 1 });
  });

  test('an objection makes the list anew without the person; withdrawn, it stands as before; older lists are refused', async () => {
    const [signal] = await system.sql<{ id: string }[]>`select id from signals where reference = 'A5'`;
    const { status, body } = await desk<{ id: string }>('POST', '/api/v1/objections', { signalId: signal?.id });
    expect(status).toBe(201);
    await listIs(2);
    const decided = () => system.sql<{ reference: string; reason: string | null }[]>`
      select s.reference, d.reason from match_decisions d join signals s on s.id = d.signal_id where s.reference in ('A5', 'B5') order by 1`;
    expect(await decided()).toEqual([{ reference: 'A5', reason: 'objection' }, { reference: 'B5', reason: 'no-match' }]);
    const refused = await desk<{ code: string; listVersion: number }>('POST', `${ROUND}/confirm`, { listVersion: 1 });
    expect([refused.status, refused.body.code, refused.body.listVersion]).toEqual([409, 'list-changed', 2]);
    const taken = await desk('DELETE', `/api/v1/objections/${body.id}`);
    expect([taken.status, taken.body]).toEqual([200, expect.anything()]);
    await listIs(3);
    expect(await decided()).toEqual([{ reference: 'A5', reason: null }, { reference: 'B5', reason: null }]);
  });

  test('a warm row that comes late is on a new list', async () => {
    await deliver('zorgzeker', [[LATE, PLACES + 1, FITS, '', 'N']], 'J');
    await listIs(4);
    expect(await system.sql`select d.reason from match_decisions d join signals s on s.id = d.signal_id where s.reference = ${LATE}`).toEqual([{ reason: 'no-match' }]);
  });

  test('the list can be paged through, and fetched whole as CSV', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { body: { items: { caseId: string }[]; nextCursor: string | null } } = await desk('GET', `${ROUND}/matches?limit=25${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.body.items.map(({ caseId }) => caseId));
      cursor = page.body.nextCursor;
    }
    expect(new Set(seen).size).toBe((PLACES / 5) * 2 + 1);
    expect(seen).toHaveLength(new Set(seen).size);
    const csv = await system.call<string>('meldpunt', 'GET', `${ROUND}/matches`, undefined, { Accept: 'text/csv' });
    expect(csv.body.trim().split('\n')).toHaveLength(1 + (await signals()).length - 2);
  });

  test('a worker that is killed while cases are being told is followed by one that tells the rest', async () => {
    const confirming = desk('POST', `${ROUND}/confirm`, { listVersion: 4 });
    await eventually(async () => expect(await told()).toBeGreaterThan(10));
    await system.kill('worker');
    const before = await told();
    expect(before).toBeLessThan(PLACES);
    expect([200, 202]).toContain((await confirming).status);
    await system.start('worker');
    await eventually(async () => expect((await roundNow()).state).toBe('confirmed'), 240_000);
    const { applied, toApply, deadline } = await roundNow();
    expect(applied).toBe(toApply);
    expect(deadline).toMatchObject({ state: 'met' });
  }, 300_000);

  test('every signal has the outcome that the rules give it', async () => {
    for (const { reference, house, outcome } of await signals()) {
      if (house <= PLACES) expect([reference, outcome]).toEqual([reference, expectedOutcome[house % 5]?.[reference.charAt(0)]]);
    }
  });

  test('every candidate has become a case in triage with a team, or has dropped out', async () => {
    for (const { reference, outcome, phase, house } of await signals()) {
      if (house <= PLACES) expect([reference, phase]).toEqual([reference, outcome === 'in-case' ? 'triage' : 'closed']);
    }
    expect(await system.sql`select 1 from cases where phase = 'triage' and (team_id is null or signal_count <> 2 or total_cents <> 100000 or not multiple)`).toHaveLength(0);
  });

  test('signals of a case that closed before the match go on in a new case, as the confirmed list says; its drop-outs are noted', async () => {
    const rows = await signals();
    const at = (house: number) => rows.filter((row) => row.house === house).map(({ reference, outcome, phase }) => [reference, outcome, phase]);
    expect(at(CLOSED_WITH_MATCH)).toEqual([['X1', 'in-case', 'closed'], ['Y1', 'in-case', 'triage'], ['Y2', 'in-case', 'triage']]);
    expect(at(CLOSED_WITH_DROP_OUT)).toEqual([['X2', 'in-case', 'closed'], ['Z1', 'arrears-age', 'closed']]);
  });

  test('nothing has been done twice: one match and one ending a case, one step a number, one mail a creditor', async () => {
    expect(await system.sql`select case_id from timeline where type in ('matched', 'closed') group by case_id, type having count(*) > 1`).toHaveLength(0);
    const mails = await system.sql`select id from outbox where template = 'drop-outs' order by id`;
    expect(mails.map(({ id }) => id as string)).toEqual(['oost-energie', 'woongoed-twente', 'zorgzeker'].map((creditor) => `drop-outs.twente-2026-09.${creditor}`));
    await eventually(async () => expect(await system.sql`select 1 from outbox where template = 'drop-outs' and sent_at is null`).toHaveLength(0), 20_000);
    expect(system.mail.mails.filter(({ subject }) => subject?.startsWith('Wat er met uw signalen gebeurt'))).toHaveLength(3);
  });

  test('addresses that were seen are remembered, those of legal persons and of too old arrears are not', async () => {
    const seen = await system.sql<{ house: number }[]>`select b.house_number as house from address_sightings a join address_book b on b.address_hash = a.address_hash where b.house_number <= 5 order by 1`;
    expect(seen.map(({ house }) => house)).toEqual([1, 2, 3, 5]);
  });

  test("the round's own history stays short", async () => {
    const environment = await devServer();
    const { events } = await environment.client.workflow.getHandle('round-twente-2026-09').fetchHistory();
    await environment.teardown();
    expect(events?.length).toBeLessThan(80);
  });
});

async function told(): Promise<number> {
  const [row] = await system.sql<{ told: number }[]>`select count(distinct case_id) as told from match_decisions where applied_at is not null`;
  return row?.told ?? 0;
}
