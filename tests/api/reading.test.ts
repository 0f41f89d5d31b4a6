import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import type { caseDetail, caseListItem } from '../../api/schemas/case.ts';
import { addDays, localDate } from '../../src/domain/time/dates.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { eventually } from '../../testkit/eventually.ts';
import { insertCandidate, type TestCase } from '../../testkit/data/cases.ts';

type Case = z.infer<typeof caseDetail>;
interface Page<Item = z.infer<typeof caseListItem>> {
  items: Item[];
  nextCursor: string | null;
}

const hengelo = '0164';
const desk = 'meldpunt';
const today = localDate(new Date().toISOString());

let api: TestApi;
let made: TestCase;
let elsewhere: TestCase;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  made = await api.caseInTriage();
  elsewhere = await api.caseInTriage({ municipality: hengelo, creditors: ['zorgzeker', 'zorgzeker'] });
  for (let n = 0; n < 23; n++) {
    const { id } = await insertCandidate(api.sql, { openedAt: `2026-10-0${1 + (n % 5)}T08:00:00.000Z` });
    const dueOn = n % 4 === 0 ? null : addDays(today, (n % 7) - 3);
    await api.sql`update cases set phase = 'visiting', next_due_on = ${dueOn}, next_due_kind = 'next-visit', total_cents = ${(n % 3) * 100} where id = ${id}`;
  }
});
afterAll(() => api.stop());

const get = async <Body>(account: string, path: string) => (await api.call<Body>(account, 'GET', `/api/v1${path}`)).body;
const status = async (account: string, method: string, path: string, body?: unknown) => (await api.call(account, method, `/api/v1${path}`, body)).status;

async function allPages(path: string): Promise<string[]> {
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page = await get<Page>(desk, `${path}&limit=4${cursor === '' ? '' : `&cursor=${cursor}`}`);
    expect(page.items.length).toBeLessThanOrEqual(4);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return seen;
}

describe('pages of a list', () => {
  const orders = ['nextDueOn', 'openedAt', 'totalCents'].flatMap((sort) => ['asc', 'desc'].map((order) => ({ sort, order })));

  test.each(orders)('sorted by $sort $order hold every case once, in the order of the whole', async ({ sort, order }) => {
    const whole = await get<Page>(desk, `/cases?sort=${sort}&order=${order}&limit=200`);
    expect(whole.items).toHaveLength(25);
    expect(await allPages(`/cases?sort=${sort}&order=${order}`)).toEqual(whole.items.map(({ id }) => id));
  });

  test('do not shift when a case is added before them', async () => {
    const first = await get<Page>(desk, '/cases?sort=openedAt&order=desc&limit=4');
    const expected = await get<Page>(desk, '/cases?sort=openedAt&order=desc&limit=8');
    const { id } = await insertCandidate(api.sql, { openedAt: '2030-01-01T00:00:00Z' });
    await api.sql`update cases set phase = 'visiting' where id = ${id}`;
    const second = await get<Page>(desk, `/cases?sort=openedAt&order=desc&limit=4&cursor=${String(first.nextCursor)}`);
    await api.sql`update cases set phase = 'candidate' where id = ${id}`;
    expect(second.items.map((item) => item.id)).toEqual(expected.items.slice(4).map((item) => item.id));
  });

  test('refuse a cursor of another order', async () => {
    const { nextCursor } = await get<Page>(desk, '/cases?limit=4');
    const { status: code, body } = await api.call(desk, 'GET', `/api/v1/cases?sort=openedAt&cursor=${String(nextCursor)}`);
    expect([code, body.errors?.[0]?.field]).toEqual([400, 'query.cursor']);
  });
});

describe('the list of cases', () => {
  test('groups by how near the next deadline is, and the counts agree', async () => {
    const counts = await get<Record<'late' | 'today' | 'soon' | 'later', number>>(desk, '/cases/counts');
    for (const group of ['late', 'today', 'soon', 'later'] as const) {
      const { items } = await get<Page>(desk, `/cases?due=${group}&limit=200`);
      expect(items.map(({ nextDueGroup }) => nextDueGroup)).toEqual(items.map(() => group));
      expect(items).toHaveLength(counts[group]);
    }
    expect(counts.late).toBeGreaterThan(0);
    const { items: dueToday } = await get<Page>(desk, '/cases?due=today');
    expect(dueToday[0]?.nextDueBadge).toBe('vandaag');
  });

  test('filters by phase, creditor and municipality', async () => {
    const ids = async (query: string) => (await get<Page>(desk, `/cases?${query}`)).items.map(({ id }) => id);
    expect((await ids('phase=triage')).sort()).toEqual([made.id, elsewhere.id].sort());
    expect(await ids('creditor=zorgzeker')).toEqual([elsewhere.id]);
    expect(await ids(`phase=triage&municipality=${hengelo}`)).toEqual([elsewhere.id]);
  });

  test('says which values a filter takes, and refuses unknown ones', async () => {
    const { status: code, body } = await api.call(desk, 'GET', '/api/v1/cases?phase=sleeping&colour=red&limit=1000');
    expect([code, body.errors?.map(({ field }) => field)]).toEqual([400, ['query.phase.0', 'query.limit', 'query.colour']]);
  });
});

describe('the work in hand', () => {
  type Load = Record<'cases' | 'late' | 'today' | 'soon' | 'paused', number>;
  interface Work {
    teams: (Load & { teamId: string | null; people: (Load & { caseworkerId: string | null })[] })[];
    phases: (Load & { phase: string })[];
    deadlines: { kind: string; running: number }[];
  }
  const leader = 'projectleider';

  test('counts each running case once: per team, per person and per phase', async () => {
    const { teams, phases, deadlines } = await get<Work>(leader, '/work-in-hand');
    const cases = await api.sql<{ teamId: string | null; phase: string; late: boolean; today: boolean }[]>`select team_id, phase, coalesce(next_due_on < ${today}, false) as late, coalesce(next_due_on = ${today}, false) as today from cases where phase not in ('closed', 'candidate')`;
    expect(teams.map(({ teamId, cases: n, late, today: due }) => [teamId, n, late, due])).toEqual(
      teams.map(({ teamId }) => {
        const theirs = cases.filter((row) => row.teamId === teamId);
        return [teamId, theirs.length, theirs.filter(({ late }) => late).length, theirs.filter((row) => row.today).length];
      }),
    );
    expect(teams.flatMap(({ people }) => people).reduce((sum, { cases: n }) => sum + n, 0)).toBe(cases.length);
    expect(Object.fromEntries(phases.map(({ phase, cases: n }) => [phase, n]))).toMatchObject({ visiting: cases.filter(({ phase }) => phase === 'visiting').length, triage: cases.filter(({ phase }) => phase === 'triage').length });
    const [{ n } = { n: 0 }] = await api.sql<{ n: number }[]>`select count(*)::int as n from deadlines where ended_at is null`;
    expect(deadlines.reduce((sum, { running }) => sum + running, 0)).toBe(n);
  });

  test('of one municipality holds its own cases only, and is not for a caseworker', async () => {
    const { teams } = await get<Work>(leader, '/work-in-hand?municipality=Hengelo');
    expect(teams.filter(({ cases }) => cases > 0).map(({ teamId, cases }) => [teamId, cases])).toEqual([[null, 1]]);
    expect(await status('medewerker-enschede', 'GET', '/work-in-hand')).toBe(403);
  });
});

describe('one case', () => {
  test('shows what may be done, and which of it this account may do', async () => {
    const seen = await get<Case>('medewerker-enschede', `/cases/${made.id}`);
    const mine = seen.actions.filter((action) => action.mine).map(({ action }) => action);
    expect(seen.actions.map(({ action }) => action)).toEqual(['go', 'no-go', 'pause', 'extend-deadline', 'reassign', 'take-on', 'close']);
    expect(mine).toEqual(['pause', 'take-on']);
    expect(seen.persons).toHaveLength(2);
    expect(seen.deadlines.map(({ kind }) => kind)).toEqual(['triage', 'first-visit', 'feedback']);
    expect(seen.deadlines[0]?.badge).toBe('nog 5 werkdagen');
    expect(seen.suspension).toEqual({ from: today, until: null });
  });

  test('leaves a trace in the audit log when it is read', async () => {
    const before = await api.sql`select 1 from audit_log where case_id = ${made.id} and action = 'read-case' and actor_id = 'privacy'`;
    await get('privacy', `/cases/${made.id}`);
    const after = await api.sql`select 1 from audit_log where case_id = ${made.id} and action = 'read-case' and actor_id = 'privacy'`;
    expect(after.length - before.length).toBe(1);
  });

  test('takes notes, once under a key, complaints, of which it does not say what was said, and drafts of a plan', async () => {
    const note = () => api.call<{ id: string }>(desk, 'POST', `/api/v1/cases/${made.id}/notes`, { text: 'Belt liever in de avond' }, { 'Idempotency-Key': 'note-1' });
    expect((await note()).body).toEqual((await note()).body);
    await api.call(desk, 'POST', `/api/v1/cases/${made.id}/complaints`, { text: 'Niet gebeld' });
    const { events } = await get<{ events: { type: string; note: string | null; sentence: string }[] }>(desk, `/cases/${made.id}/timeline`);
    expect(events.slice(-2).map(({ sentence, note: text }) => [sentence, text])).toEqual([['Notitie toegevoegd.', 'Belt liever in de avond'], ['Klacht ontvangen.', null]]);
    expect(await status(desk, 'PUT', `/cases/${made.id}/plan`, { incomeCents: 100 })).toBe(409);
  });

  test('has a timeline with the deadlines that are still to come', async () => {
    const { events, upcoming } = await get<{ events: { sentence: string }[]; upcoming: { kind: string }[] }>(desk, `/cases/${made.id}/timeline`);
    expect(events[0]?.sentence).toMatch(/^Signaal ontvangen van (Woongoed Twente|Oost Energie)\.$/);
    expect(upcoming.map(({ kind }) => kind)).toEqual(['triage', 'first-visit', 'feedback']);
  });

  test('has a timeline with what was sent about it, to whom, and how far that is', async () => {
    const told = (id: string, template: string, to: object, more: object = {}) => api.sql`insert into outbox ${api.sql({ id, template, recipient: to, caseId: made.id, createdAt: '2026-11-20T10:00:00Z', ...more } as never)}`;
    const creditor = { kind: 'creditor', id: 'woongoed-twente' };
    await told('m1', 'go', creditor, { heldUntil: '2041-01-01T10:00:00Z' });
    await told('m2', 'crisis', { kind: 'desk' }, { sentAt: '2026-11-20T10:01:00Z', createdAt: '2026-11-20T10:00:01Z' });
    await told('m3', 'no-go', creditor, { heldUntil: '2041-01-01T10:00:00Z', skippedAt: '2026-11-20T10:00:00Z', createdAt: '2026-11-20T10:00:02Z' });
    await told('m4', 'feedback', creditor, { failedAt: '2026-11-20T10:00:00Z', createdAt: '2026-11-20T10:00:03Z' });
    const { messages } = await get<{ messages: { at: string; about: string; to: { name: string }; stateLabel: string }[] }>(desk, `/cases/${made.id}/timeline`);
    await api.sql`delete from outbox where id in ('m1', 'm2', 'm3', 'm4')`;
    expect(messages.filter(({ at }) => at.startsWith('2026-11-20T10:00:0')).map(({ about, to: { name }, stateLabel }) => [about, name, stateLabel])).toEqual([
      ['Uw melding wordt opgepakt', 'Woongoed Twente', 'Gaat mee in het volgende overzicht'],
      ['Crisis', 'Meldpunt', 'Verstuurd'],
      ['Uw melding wordt niet opgepakt', 'Woongoed Twente', 'Niet verstuurd: het was intussen teruggedraaid'],
      ['Terugkoppeling', 'Woongoed Twente', 'Niet aangekomen'],
    ]);
  });
});

describe('who sees what', () => {
  test('nobody sees anything without an account', async () => {
    expect(await status('', 'GET', '/cases')).toBe(401);
    expect(await status('nobody', 'GET', '/cases')).toBe(403);
  });

  test('a caseworker sees and does nothing outside the own municipality', async () => {
    const own = 'medewerker-hengelo';
    expect((await get<Page>(own, '/cases?limit=200')).items.map(({ id }) => id)).toEqual([elsewhere.id]);
    const mine = ['', '/timeline', '/history', '/plan'].map((part) => status(own, 'GET', `/cases/${made.id}${part}`));
    expect(await Promise.all(mine)).toEqual([404, 404, 404, 404]);
    expect(await status(own, 'POST', `/cases/${made.id}/pause`, { reason: 'x' })).toBe(404);
    expect(await status(own, 'POST', `/cases/${made.id}/notes`, { text: 'x' })).toBe(404);
    const { items } = await get<Page<{ municipalityCode: string }>>(own, '/deadlines');
    expect([...new Set(items.map(({ municipalityCode }) => municipalityCode))]).toEqual([hengelo]);
    expect(await status(own, 'GET', `/signals/${String(made.signalIds[0])}`)).toBe(404);
  });

  test('a creditor sees its own signals, nothing of persons, and no case', async () => {
    const own = 'schuldeiser-zorgzeker';
    const { items } = await get<Page<{ id: string; status: string }>>(own, '/creditors/zorgzeker/signals');
    expect(items.map(({ id }) => id).sort()).toEqual([...elsewhere.signalIds].sort());
    expect(JSON.stringify(items)).not.toMatch(/Voorbeeld|Hoofdstraat|7512BM|0600000000/);
    expect(items[0]?.status).toBe('not-taken-up-yet');
    expect(await status(own, 'GET', '/creditors/woongoed-twente/signals')).toBe(403);
    expect(await status(own, 'GET', `/signals/${String(made.signalIds[0])}`)).toBe(404);
    for (const path of ['/cases', `/cases/${elsewhere.id}`, `/cases/${elsewhere.id}/timeline`, '/deadlines']) expect(await status(own, 'GET', path)).toBe(403);
    expect(await status(own, 'POST', `/cases/${elsewhere.id}/go`, {})).toBe(403);
  });

  test('a creditor answers by a signal of its own, and by no case', async () => {
    const answer = (path: string, body: object) => status('schuldeiser-zorgzeker', 'POST', `${path}/answer-re-check`, body);
    expect(await answer(`/signals/${String(made.signalIds[0])}`, { paying: true })).toBe(404);
    expect(await answer(`/signals/${String(elsewhere.signalIds[0])}`, { paying: true })).toBe(409);
    for (const id of [made.id, elsewhere.id]) expect(await answer(`/cases/${id}`, { creditorId: 'zorgzeker', paying: true })).toBe(403);
  });

  test('the steering group sees no persons', async () => {
    expect(await status('stuurgroep', 'GET', `/cases/${made.id}`)).toBe(403);
    expect(await status('stuurgroep', 'GET', '/municipalities')).toBe(200);
  });
});

describe('deadlines', () => {
  test('come nearest first, with whose they are and how near', async () => {
    const { items } = await get<Page<{ dueBefore: string; caseId: string; link: string; ownerLabel: string; badge: string; kind: string }>>(desk, '/deadlines');
    expect(items.map(({ dueBefore }) => dueBefore)).toEqual(items.map(({ dueBefore }) => dueBefore).sort());
    expect(items[0]).toMatchObject({ kind: 'triage', ownerLabel: 'Meldpunt', badge: 'nog 5 werkdagen' });
    expect(items[0]?.link).toBe(`/api/v1/cases/${String(items[0]?.caseId)}`);
  });

  test('within so many working days leave out the later ones', async () => {
    const kinds = async (query: string) => (await get<Page<{ kind: string }>>(desk, `/deadlines?case=${made.id}&${query}`)).items.map(({ kind }) => kind);
    expect(await kinds('within=5wd')).toEqual(['triage']);
    expect(await kinds('within=15d')).toEqual(['triage', 'first-visit']);
    expect(await kinds('owner=caseworker')).toEqual(['first-visit', 'feedback']);
    expect(await kinds('state=met,cancelled')).toEqual([]);
  });
});

describe('the log', () => {
  test('names routes and accounts, never what was sent', async () => {
    await api.call(desk, 'POST', `/api/v1/cases/${made.id}/notes`, { text: 'Iets persoonlijks' });
    const line = await eventually(() => {
      const found = api.logged.map((text) => JSON.parse(text) as Record<string, unknown>).find(({ route }) => route === '/cases/{id}/notes');
      if (found === undefined) throw new Error('not logged yet');
      return found;
    });
    expect(line).toMatchObject({ method: 'POST', accountId: desk });
    expect(api.logged.join('')).not.toMatch(/persoonlijks|Voorbeeld/);
    expect(api.logged.join('')).not.toContain(made.id);
  });
});
