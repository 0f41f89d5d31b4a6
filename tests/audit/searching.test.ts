import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { writeAudit, type AuditedActor, type AuditEntry } from '../../src/db/queries/audit/audit.ts';
import type { AuditRow } from '../../src/db/queries/audit/audit-log.ts';
import { eventually } from '../../testkit/eventually.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { insertCandidate } from '../../testkit/data/cases.ts';

let api: TestApi;
let enschede: string;
let hengelo: string;
beforeAll(async () => {
  api = await startApi();
  enschede = (await insertCandidate(api.sql)).id;
  hengelo = (await insertCandidate(api.sql, { municipality: '0164' })).id;
  await write({ at: '2026-03-01T09:00:00.000Z', action: 'read-case', caseId: enschede }, 'meldpunt');
  await write({ at: '2026-03-01T09:00:00.000Z', action: 'go', caseId: enschede }, 'meldpunt');
  await write({ at: '2026-03-02T22:59:59.000Z', action: 'read-case', outcome: 'refused', caseId: hengelo }, 'medewerker-enschede');
  await write({ at: '2026-03-02T23:00:00.000Z', action: 'read-case', caseId: hengelo }, 'medewerker-hengelo');
  await write({ at: '2026-03-05T09:00:00.000Z', action: 'sign-in', outcome: 'refused' }, null);
});
afterAll(() => api.stop());
beforeEach(() => isOf(null));

/** The officer watches over this municipality, or the region; the API has heard of it. */
async function isOf(municipalityCode: string | null): Promise<void> {
  await api.sql`update accounts set municipality_code = ${municipalityCode} where id = 'privacy'`;
  await eventually(async () => expect((await api.call('privacy', 'GET', '/api/v1/me')).body).toMatchObject({ municipalityCode }));
}

function write(entry: Omit<AuditEntry, 'outcome'> & { outcome?: AuditEntry['outcome'] }, id: string | null): Promise<void> {
  const actor: AuditedActor = { id, role: id === null ? null : 'desk', requestId: '=cmd()', signedInBy: 'session' };
  return writeAudit(api.sql, actor, { outcome: 'done', ...entry });
}

interface Page {
  items: AuditRow[];
  nextCursor: string | null;
}

/** What was written above, and not what the asking itself writes. */
const SPRING = 'from=2026-03-01&until=2026-03-31';
const search = async (query: string) => (await api.call<Page>('privacy', 'GET', `/api/v1/audit?${query}`)).body;
const foundBy = async (query: string) => (await search(`${SPRING}&${query}`)).items.map(({ at, action }) => `${at.slice(5, 10)} ${action}`);
const file = async (extension: string, query = SPRING) => (await api.call<string>('privacy', 'GET', `/api/v1/audit.${extension}?${query}`)).body;

describe('the audit log is searched', () => {
  test('by the privacy officer alone', async () => {
    for (const account of ['meldpunt', 'projectleider', 'beheer', 'stuurgroep', 'medewerker-enschede', 'schuldeiser-zorgzeker']) {
      for (const path of ['/audit', '/audit.csv', '/audit.jsonl']) expect((await api.call(account, 'GET', `/api/v1${path}`)).status).toBe(403);
    }
  });

  test('by day, the last one included, as days are here', async () => {
    expect(await foundBy('')).toEqual(['03-05 sign-in', '03-02 read-case', '03-02 read-case', '03-01 go', '03-01 read-case']);
    expect((await search('from=2026-03-01&until=2026-03-02')).items.map(({ at }) => at)).toEqual(['2026-03-02T22:59:59.000Z', '2026-03-01T09:00:00.000Z', '2026-03-01T09:00:00.000Z']);
    expect((await search('from=2026-03-03&until=2026-03-04')).items.map(({ at }) => at)).toEqual(['2026-03-02T23:00:00.000Z']);
  });

  test('by actor, case, action and outcome, and by several at once', async () => {
    expect(await foundBy('actor=meldpunt')).toEqual(['03-01 go', '03-01 read-case']);
    expect(await foundBy(`case=${hengelo}`)).toEqual(['03-02 read-case', '03-02 read-case']);
    expect(await foundBy('action=go,sign-in')).toEqual(['03-05 sign-in', '03-01 go']);
    expect(await foundBy('outcome=refused')).toEqual(['03-05 sign-in', '03-02 read-case']);
    expect(await foundBy(`outcome=done&action=read-case&case=${hengelo}`)).toEqual(['03-02 read-case']);
  });

  test('by a case that a list or search named among others, of which one municipality sees its own', async () => {
    const detail = { count: 2, caseIds: [enschede, hengelo] };
    await write({ at: '2026-05-01T09:00:00.000Z', action: 'list-cases', detail }, 'meldpunt');
    await write({ at: '2026-05-02T09:00:00.000Z', action: 'search-persons', detail: { count: 1, caseIds: [hengelo] } }, 'meldpunt');
    const of = async (id: string) => (await search(`from=2026-05-01&until=2026-05-31&case=${id}`)).items.map(({ action, detail: { caseIds } }) => [action, caseIds]);
    expect(await of(enschede)).toEqual([['list-cases', detail.caseIds]]);
    expect(await of(hengelo)).toEqual([['search-persons', [hengelo]], ['list-cases', detail.caseIds]]);
    await isOf('0153');
    expect(await of(enschede)).toEqual([['list-cases', [enschede]]]);
    expect(await of(hengelo)).toEqual([]);
    expect((await search('from=2026-05-01&until=2026-05-31')).items).toHaveLength(1);
    expect(await file('jsonl', 'from=2026-05-01&until=2026-05-31')).not.toContain(hengelo);
  });

  test('page by page, each entry once, those of one moment too', async () => {
    const seen: number[] = [];
    for (let query: string | null = `${SPRING}&limit=1`; query !== null; ) {
      const { items, nextCursor }: Page = await search(query);
      seen.push(...items.map(({ id }) => id));
      query = nextCursor === null ? null : `${SPRING}&limit=1&cursor=${nextCursor}`;
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });

  test('with who, in words, and without anything for whoever was not known', async () => {
    const [refused, , , go] = (await search(SPRING)).items;
    expect(refused).toMatchObject({ actorId: null, actorName: null, actorRoleLabel: null, label: 'Aanmelden', outcome: 'refused' });
    expect(go).toMatchObject({ actorId: 'meldpunt', actorName: 'Demo Meldpunt', actorRoleLabel: 'Meldpunt', label: 'Go: oppakken', requestId: '=cmd()', signedInBy: 'session' });
  });

  test('by who watches over one municipality: what was done in its cases, and by its people', async () => {
    await isOf('0164');
    expect(await foundBy('')).toEqual(['03-02 read-case', '03-02 read-case']);
    expect((await file('jsonl')).trim().split('\n')).toHaveLength(2);
    await isOf('0153');
    expect(await foundBy('')).toEqual(['03-02 read-case', '03-01 go', '03-01 read-case']);
  });

  test('with an index, by each of these', async () => {
    const from = '2026-03-01T00:00:00Z';
    await api.sql`insert into audit_log (at, action, outcome, detail) select now() - n * interval '1 minute', 'list-cases', 'done', jsonb_build_object('caseIds', jsonb_build_array(gen_random_uuid(), gen_random_uuid())) from generate_series(1, 20000) n`;
    await api.sql`insert into audit_log (at, actor_id, action, outcome, case_id) select now() - n * interval '1 minute', 'actor-' || n % 500, case n % 400 when 0 then 'go' else 'read-case' end, case n % 900 when 0 then 'refused' else 'done' end, gen_random_uuid() from generate_series(1, 20000) n`;
    await api.owner.unsafe('analyze audit_log');
    const plans = await Promise.all([
      api.sql`explain select * from audit_log where at >= ${from} and at < '2026-03-02' order by at desc, id desc limit 50`,
      api.sql`explain select * from audit_log where actor_id = 'actor-7' order by at desc, id desc limit 50`,
      api.sql`explain select * from audit_log where case_id = ${enschede} order by at desc, id desc limit 50`,
      api.sql`explain select * from audit_log l where (l.case_id = ${enschede} or l.id = any(array(select id from audit_rows_naming(${enschede})))) order by at desc, id desc limit 50`,
      // What the function asks, which is nobody's plan but its own.
      api.owner`explain select id from audit_log l where l.detail ? 'caseIds' and l.detail->'caseIds' @> to_jsonb(${enschede}::text)`,
      api.sql`explain select * from audit_log where action = any('{go}') order by at desc, id desc limit 50`,
      api.sql`explain select * from audit_log where outcome = 'refused' order by at desc, id desc limit 50`,
    ]);
    for (const plan of plans) expect(JSON.stringify(plan)).not.toContain('Seq Scan on audit_log');
  });
});

describe('the audit log as a file', () => {
  test('as CSV for Excel, the oldest first, in which nothing is run as a formula', async () => {
    const csv = await file('csv');
    const [header, first, ...rest] = csv.trimEnd().split('\n');
    expect(header).toContain('nummer;tijdstip (UTC);vastgelegd (UTC);account;naam;rol;code;wat;uitkomst;zaak');
    expect(first).toContain(`meldpunt;Demo Meldpunt;Meldpunt;read-case;Zaak gelezen;gedaan;${enschede}`);
    expect(first).toContain(`"'=cmd()"`);
    expect(rest).toHaveLength(4);
  });

  test('as JSON lines, with what the list has', async () => {
    const lines = (await file('jsonl')).trimEnd().split('\n').map((line) => JSON.parse(line) as AuditRow);
    expect(lines.reverse()).toEqual((await search(SPRING)).items);
  });

  test('of what was asked for, and that is written down', async () => {
    expect((await file('jsonl', `${SPRING}&actor=meldpunt`)).trimEnd().split('\n')).toHaveLength(2);
    const [entry] = (await search('action=export-audit&limit=1')).items;
    expect(entry).toMatchObject({ actorId: 'privacy', outcome: 'done' });
  });
});
