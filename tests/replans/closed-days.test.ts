import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decreeDays, systemCalendar } from '../../src/domain/time/calendar.ts';
import { addDays } from '../../src/domain/time/dates.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import type { TestCase } from '../../testkit/data/cases.ts';
import { caseBegun, changing, reading, today, workingDay, type Change, type Move } from './support.ts';

const hengelo = '0164';
/** Within the term of every case that began two working days ago or later. */
const CLOSED = workingDay(1);
const BEGUN = workingDay(-2);
/** When their triage must be done; not counted from today, which may be in a weekend. */
const [due, moved] = [systemCalendar.addWorkingDays(BEGUN, 5), systemCalendar.addWorkingDays(BEGUN, 6)];

let api: TestApi;
let change: ReturnType<typeof changing>;
let read: ReturnType<typeof reading>;
let fresh: TestCase[];
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  [change, read] = [changing(api), reading(api)];
  fresh = await Promise.all([BEGUN, BEGUN, workingDay(-1)].map((on) => caseBegun(api, { on })));
  fresh.push(await caseBegun(api, { on: BEGUN, municipality: hengelo }));
}, 120_000);
afterAll(() => api.stop());

/** Where every deadline of every case stands. */
const standing = () => api.sql`select id, state, due_on, warns_at, changes from deadlines order by id`;
const told = () => api.sql<{ caseId: string; times: number }[]>`select case_id, count(*) as times from timeline where type = 'replanned' group by case_id, command_id`;

describe('a closed day that is proposed', () => {
  let proposed: Change;

  test('is answered with what it would move, and moves nothing', async () => {
    const before = await standing();
    proposed = await change.closed(CLOSED);
    expect(await standing()).toEqual(before);
    expect(await told()).toEqual([]);
    expect((await api.call<{ items: { date: string; source: string }[] }>('meldpunt', 'GET', '/api/v1/closed-days')).body.items.filter(({ source }) => source === 'added')).toEqual([]);
    expect(proposed).toMatchObject({ because: { because: 'closed-day-added', date: CLOSED }, told: 0, total: 0, preview: { cases: 4, effects: { earlier: 0, late: 0, room: 0 } } });
    expect(proposed.preview.sentence).toMatch(/^\d+ termijnen veranderen, in 4 zaken: \d+ later\.$/);
  });

  test('counts by effect, kind and municipality what the list says, page by page', async () => {
    const { preview } = proposed;
    const listed: Move[] = [];
    for (let query = '?limit=3'; query !== ''; ) {
      const { items, nextCursor } = await change.moves(proposed, query);
      listed.push(...items);
      query = nextCursor === null ? '' : `?limit=3&cursor=${nextCursor}`;
    }
    expect(new Set(listed.map(({ deadlineId }) => deadlineId)).size).toBe(listed.length);
    expect([listed.length, preview.deadlines, preview.effects.later]).toEqual([listed.length, listed.length, listed.length]);
    expect(preview.kinds.map(({ kind, later }) => [kind, later])).toEqual([...new Set(preview.kinds.map(({ kind }) => kind))].map((kind) => [kind, listed.filter((move) => move.kind === kind).length]));
    expect(preview.kinds.find(({ kind }) => kind === 'triage')).toMatchObject({ later: 4, label: 'Triage' });
    expect(preview.municipalities.find(({ municipalityCode }) => municipalityCode === hengelo)?.later).toBe(listed.filter((move) => move.municipalityCode === hengelo).length);
    const triages = await change.moves(proposed, `?kind=triage&municipality=${hengelo}&effect=later`);
    expect(triages.items).toMatchObject([{ caseId: fresh[3]?.id, link: `/api/v1/cases/${String(fresh[3]?.id)}`, from: due, to: moved, effectLabel: 'later' }]);
  });

  test('gives the whole list as CSV', async () => {
    const { body } = await api.call<string>('projectleider', 'GET', proposed.links.moves, undefined, { Accept: 'text/csv' });
    const lines = body.trim().split('\n');
    expect(lines).toHaveLength(1 + proposed.preview.deadlines);
    expect(lines[0]).toContain('gevolg;termijn;van;naar;gemeente;zaak;ronde');
    expect(lines).toContain(`later;Triage;${due};${moved};${hengelo};${String(fresh[3]?.id)};`);
  });

  test('once confirmed moves each case exactly so, once, and its timeline and derivations say why', async () => {
    const foreseen = (await change.moves(proposed, '?limit=200')).items;
    expect(await change.carriedOut(proposed)).toMatchObject({ told: 4, total: 4, confirmedBy: 'beheer' });
    expect(await told()).toEqual(fresh.map(() => expect.objectContaining({ times: 1 })));
    for (const { deadlineId, to } of foreseen) {
      const derived = await read.derived(deadlineId);
      expect([derived.dueOn, derived.agrees]).toEqual([to, true]);
      expect(derived.steps.find(({ kind }) => kind === 're-planned')).toMatchObject({ actor: { id: 'beheer', name: 'Demo Beheerder' }, reason: 'Zo afgesproken in het overleg.', dueOn: to });
    }
    for (const { id } of fresh) {
      const moved = foreseen.filter(({ caseId }) => caseId === id).length;
      const [first, ...others] = await read.replans(id);
      expect(first?.sentence).toMatch(new RegExp(`^Herpland, omdat .* \\(Regionale sluiting\\) een gesloten dag werd: ${moved} termijnen zijn veranderd\\.$`));
      expect([first?.note, first?.who, others.length]).toEqual(['Zo afgesproken in het overleg.', 'Demo Beheerder', moved]);
    }
  });

  test('confirmed again changes nothing, and cannot be discarded any more', async () => {
    const before = await standing();
    expect(await change.confirm(proposed)).toMatchObject({ id: proposed.id });
    expect(await standing()).toEqual(before);
    expect((await api.call('beheer', 'POST', `/api/v1/changes/${proposed.id}/discard`)).body).toMatchObject({ code: 'action-refused' });
  });

  test('holds for what is calculated and begun from then on', async () => {
    const { body } = await api.call<{ dueOn: string }>('', 'POST', '/api/v1/terms/calculate', { from: `${workingDay(0)}T10:00:00Z`, term: { unit: 'workingDays', amount: 1 } });
    expect(body.dueOn).toBe(workingDay(2));
    expect((await api.call('beheer', 'POST', '/api/v1/closed-days', { date: CLOSED, name: 'Nog eens', reason: 'Vergeten dat het er al was.' })).body).toMatchObject({ code: 'conflict' });
  });

  test('withdrawn, everything stands where it stood', async () => {
    const proposal = await change.withdrawn(CLOSED);
    expect(proposal).toMatchObject({ because: { because: 'closed-day-withdrawn', name: 'Regionale sluiting' }, preview: { effects: { later: 0 } } });
    expect(proposal.preview.effects.earlier).toBe(proposed.preview.effects.later);
    await change.carriedOut(proposal);
    for (const { id } of fresh.slice(0, 2)) {
      const triage = await read.deadline(id, 'triage');
      expect([triage.dueOn, triage.state]).toEqual([due, 'open']);
      expect((await read.derived(triage.id)).agrees).toBe(true);
    }
  });
});

describe('a proposal', () => {
  test('whose basis changed since is refused, with its cases untouched', async () => {
    const [first, second] = [await change.closed(workingDay(7)), await change.closed(workingDay(8))];
    await change.carriedOut(first);
    const before = await standing();
    const refused = await api.call('beheer', 'POST', `/api/v1/changes/${second.id}/confirm`);
    expect([refused.status, refused.body.code]).toEqual([409, 'preview-outdated']);
    expect(await change.read(second)).toMatchObject({ state: 'proposed' });
    expect(await standing()).toEqual(before);
    await change.carriedOut(await change.closed(workingDay(8)));
  });

  test('that is discarded never holds', async () => {
    const proposed = await change.closed(workingDay(9));
    expect((await api.call<Change>('projectleider', 'POST', `/api/v1/changes/${proposed.id}/discard`)).body).toMatchObject({ state: 'discarded', discardedBy: 'projectleider' });
    expect((await api.call('beheer', 'POST', `/api/v1/changes/${proposed.id}/confirm`)).body).toMatchObject({ code: 'action-refused' });
    expect((await api.call<{ items: Change[] }>('beheer', 'GET', '/api/v1/changes?state=discarded')).body.items).toHaveLength(1);
  });

  test('is for the administrator and the project leader, with a reason, and for a day that is a working day', async () => {
    const propose = async (account: string, body: object) => {
      const { status, body: answer } = await api.call(account, 'POST', '/api/v1/closed-days', body);
      return [status, answer.errors?.map(({ field }) => field)];
    };
    const good = { date: workingDay(10), name: 'Sluiting', reason: 'Zo afgesproken.' };
    expect(await propose('meldpunt', good)).toEqual([403, undefined]);
    expect(await propose('medewerker-enschede', good)).toEqual([403, undefined]);
    expect(await propose('beheer', { ...good, reason: undefined })).toEqual([400, ['reason']]);
    expect(await propose('beheer', { ...good, date: '2027-12-25' })).toEqual([400, ['date']]);
    expect(await propose('beheer', { ...good, date: '2027-02-30' })).toEqual([400, ['date']]);
    expect((await api.call('beheer', 'POST', `/api/v1/closed-days/${workingDay(11)}/withdraw`, { reason: 'Niet nodig.' })).status).toBe(404);
  });

  test('leaves its traces in the audit log: proposed, confirmed, discarded', async () => {
    const rows = await api.sql<{ action: string; actorId: string }[]>`select distinct action, actor_id from audit_log where action like '%-change' and outcome = 'done' order by action`;
    expect(rows).toEqual([{ action: 'confirm-change', actorId: 'beheer' }, { action: 'discard-change', actorId: 'projectleider' }, { action: 'propose-change', actorId: 'beheer' }]);
  });
});

describe('a breach', () => {
  /** Its triage was due on the working day before today. */
  const LATE_SINCE = workingDay(-6);
  let late: TestCase;
  let proposed: Change;

  beforeAll(async () => {
    late = await caseBegun(api, { on: LATE_SINCE });
    await change.carriedOut(await change.closed(addDays(today, 400 + (new Date(addDays(today, 400)).getUTCDay() % 6 === 0 ? 2 : 0))));
  });

  test('that a closed day of then takes away gets room again, and stays on record', async () => {
    const before = await read.deadline(late.id, 'triage');
    expect([before.state, before.moot]).toEqual(['breached', false]);
    proposed = await change.closed(workingDay(-3), 'Staking');
    expect(proposed.preview.effects.room).toBe(1);
    await change.carriedOut(proposed);
    const after = await read.deadline(late.id, 'triage');
    expect(after).toMatchObject({ state: 'open', moot: true, breachedAt: before.breachedAt });
    const listed = await api.call<{ items: { id: string; moot: boolean }[] }>('meldpunt', 'GET', `/api/v1/deadlines?case=${late.id}&kind=triage`);
    expect(listed.body.items).toMatchObject([{ id: after.id, moot: true }]);
    const derived = await read.derived(after.id);
    expect(derived).toMatchObject({ agrees: true, breach: { moot: true } });
    expect(derived.breach?.sentence).toMatch(/^Te laat sinds .*; door een latere wijziging van de kalender of het beleid telt dat achteraf niet als te laat\.$/);
    const said = (await read.replans(late.id)).map(({ sentence }) => sentence);
    expect(said).toContainEqual(expect.stringMatching(/^Termijn "Triage" herpland van .* naar .*, omdat .* \(Staking\) een gesloten dag werd; er is weer tijd, en dat het te laat was telt achteraf niet\.$/));
    expect(await api.sql`select 1 from timeline where case_id = ${late.id} and type = 'deadline-breached' and data->>'kind' = 'triage'`).toHaveLength(1);
  });

  test('comes back when the day is withdrawn: late, as it was', async () => {
    const withdrawal = await change.withdrawn(workingDay(-3));
    expect(withdrawal.preview.effects.late).toBe(1);
    await change.carriedOut(withdrawal);
    const triage = await read.deadline(late.id, 'triage');
    expect([triage.state, triage.moot, (await read.derived(triage.id)).agrees]).toEqual(['breached', false, true]);
  });
});

describe('a day by royal decree', () => {
  test('that this release knows can be told to cases which began without it; the others stay', async () => {
    const decreed = decreeDays.find(({ date }) => date > today)?.date ?? '';
    const on = addDays(decreed, -20) > today ? workingDay(-1) : addDays(decreed, -20);
    const [old, knowing] = [await caseBegun(api, { on, closedDays: [] }), await caseBegun(api, { on })];
    const proposed = await change.closed(decreed, 'gelijkgestelde dag (KB)');
    const moved = (await change.moves(proposed, '?limit=200')).items.map(({ caseId }) => caseId);
    expect(moved).not.toContain(knowing.id);
    await change.carriedOut(proposed);
    const [row] = await api.sql<{ days: { date: string }[] }[]>`select state->'closedDays' as days from cases where id = ${old.id}`;
    expect(row?.days.map(({ date }) => date)).toContain(decreed);
    for (const { id } of [...(await read.deadlines(old.id)), ...(await read.deadlines(knowing.id))]) expect((await read.derived(id)).agrees).toBe(true);
  });

  test('cannot be withdrawn', async () => {
    const { status, body } = await api.call('beheer', 'POST', `/api/v1/closed-days/${decreeDays.at(-1)?.date ?? ''}/withdraw`, { reason: 'Ik wil het niet.' });
    expect([status, body.code]).toEqual([409, 'conflict']);
  });
});
