/** An empty system, brought to its first delivered signal and its first closed case by the command and the API alone; and the region as an administrator keeps it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addressOfCreditor } from '../../src/db/queries/outreach/addresses.ts';
import { unplacedSignals } from '../../src/db/queries/signals/placing.ts';
import { addDays, localDate } from '../../src/domain/time/dates.ts';
import { makeAdministrator } from '../../src/usecases/administration/first-administrator.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';

let api: TestApi;
const today = localDate(new Date().toISOString());
const regionId = `regio-${Date.now().toString(36)}`;
beforeAll(async () => {
  api = await startApi({}, undefined, { isEmpty: true });
  await api.startWorker();
  const [issuer, subject] = [api.issuer, 'eerste-beheerder'];
  await makeAdministrator(api.sql, { id: 'beheer', name: 'Eerste Beheerder', email: 'beheer@voorbeeld.test', issuer, subject, also: false }, new Date().toISOString());
}, 120_000);
afterAll(async () => {
  await api.environment.client.schedule.getHandle(`open-round-${regionId}`).delete().catch(() => undefined);
  await api.stop();
});

const call = <Body = Record<string, never>>(who: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => api.call<Body>(who, method, `/api/v1${path}`, body, headers);
const admin = <Body = Record<string, never>>(method: string, path: string, body?: unknown) => call<Body>('eerste-beheerder', method, path, body);
/** An account with the person who signs in as it. */
async function account(id: string, role: string, scope: object = {}): Promise<void> {
  expect((await admin('POST', '/accounts', { id, name: `Persoon van ${id}`, email: `${id}@voorbeeld.test`, role, ...scope })).status).toBe(201);
  expect((await admin('POST', `/accounts/${id}/identities`, { subject: id })).status).toBe(201);
}

const file = (reference: string) => `Contractnummer;Achternaam;Postcode;Huisnummer;Achterstand;Achterstand sinds\n${reference};Voorbeeld;7411AB;10;100,00;${addDays(today, -45)}\n`;
interface Receipt {
  id: string;
  accepted: number;
}

test('an empty system is brought to its first delivered signal through the API alone', async () => {
  expect(await api.sql`select 1 from regions union all select 1 from municipalities`).toHaveLength(0);
  expect((await admin('POST', '/regions', { id: regionId, name: 'Nieuwe regio' })).status).toBe(201);
  expect((await admin('POST', '/regions', { id: regionId, name: 'Nieuwe regio' })).status).toBe(200);
  expect((await admin('POST', '/municipalities', { code: '0150', name: 'Deventer' })).status).toBe(201);
  expect(await admin('PUT', '/municipalities/0150/postcodes', { version: 1, postcodes: [{ first: 7411, last: 7433, place: 'Deventer' }] })).toMatchObject({ status: 200, body: { version: 2 } });
  expect((await admin('POST', '/teams', { id: 'team-deventer', name: 'Team Deventer', email: 'team@voorbeeld.test', municipalityCode: '0150' })).status).toBe(201);
  expect((await admin('POST', '/creditors', { id: 'woonstad', name: 'Woonstad', kind: 'rent', email: 'post@woonstad.test' })).status).toBe(201);
  expect((await admin('PUT', '/creditors/woonstad/contacts', { version: 1, contacts: [{ name: 'Loket', email: 'loket@woonstad.test', about: ['receipts'], single: ['feedback'] }] })).status).toBe(200);
  expect((await admin('POST', '/teams/team-deventer/pairings', { creditorId: 'woonstad', validFrom: today })).status).toBe(201);
  await account('leiding', 'project-leader');
  await account('medewerker', 'caseworker', { municipalityCode: '0150', teamId: 'team-deventer' });
  await account('woonstad-account', 'creditor', { creditorId: 'woonstad' });
  const { body: agreement } = await call<{ id: string }>('leiding', 'POST', '/creditors/woonstad/agreements', { validFrom: today });
  await call('woonstad-account', 'POST', `/agreements/${agreement.id}/declaration`, { soughtContact: true, pointedOutHelp: true, reminded: true, offeredToPassOn: true });

  const delivered = await call<Receipt>('woonstad-account', 'POST', '/deliveries', file('W-1'), { 'Content-Type': 'text/csv' });

  expect(delivered).toMatchObject({ status: 201, body: { accepted: 1, refused: 0 } });
  expect(await api.sql`select creditor_id, municipality_code from signals`).toEqual([{ creditorId: 'woonstad', municipalityCode: '0150' }]);
  expect((await api.sql<{ teamId: string }[]>`select state->>'teamId' as team_id from cases`).map(({ teamId }) => teamId)).toEqual(['team-deventer']);
  // The receipt goes to whom the administrator named for receipts, all else to the creditor's own address.
  expect(await Promise.all([addressOfCreditor(api.sql, 'woonstad', 'receipts'), addressOfCreditor(api.sql, 'woonstad', 'outcomes')])).toEqual([[{ email: 'loket@woonstad.test', single: ['feedback'] }], [{ email: 'post@woonstad.test', single: [] }]]);
  expect(await api.environment.client.schedule.getHandle(`open-round-${regionId}`).describe()).toMatchObject({ action: { workflowType: 'openRoundWorkflow' } });
});

test('and to its first closed case: a crisis, a talk, a plan, feedback', async () => {
  const crisis = `Contractnummer;Achternaam;Postcode;Huisnummer;Achterstand;Achterstand sinds;Crisis J/N\nW-2;Voorbeeld;7411AB;12;250,00;${addDays(today, -45)};J\n`;
  expect(await call<Receipt>('woonstad-account', 'POST', '/deliveries', crisis, { 'Content-Type': 'text/csv' })).toMatchObject({ status: 201, body: { accepted: 1 } });
  const { body: waiting } = await call<{ items: { id: string; street: string | null }[] }>('leiding', 'GET', '/triage');
  expect(waiting.items).toHaveLength(1);
  const id = waiting.items[0]?.id ?? '';
  const act = async (who: string, action: string, body: object = {}) => {
    const answer = await call<{ phase: string; result: string | null }>(who, 'POST', `/cases/${id}/${action}`, body);
    expect([action, answer.status]).toEqual([action, 200]);
    return answer.body;
  };
  await act('leiding', 'go');
  await act('medewerker', 'take-on');
  await act('medewerker', 'record-attempt', { kind: 'visit', outcome: 'reached', date: today, partOfDay: 'morning' });
  const budget = [{ kind: 'wages', amountCents: 180_000 }, { kind: 'rent', amountCents: 70_000 }, { kind: 'household', amountCents: 9_000, per: 'week' }];
  const rest = { causes: ['income-drop'], skills: [], currentPaymentsFrom: today, problematicDebts: false, helpWithArrangements: true, lifeAreas: [], directPayment: false, consentToShare: true };
  await act('medewerker', 'complete-plan', { budget, allowancesChecked: true, ...rest, handOver: { service: 'Budgetcoach', confirmed: true } });
  expect((await act('medewerker', 'send-feedback', { asProposed: true })).phase).toBe('monitoring');
  expect(await act('leiding', 'close', { because: 'paid', reason: 'Alles is betaald.' })).toMatchObject({ phase: 'closed' });
  const { body: closed } = await call<{ items: { id: string }[] }>('leiding', 'GET', '/cases?phase=closed');
  expect(closed.items.map((one) => one.id)).toEqual([id]);
  const { body: own } = await call<{ items: { reference: string; status: string }[] }>('woonstad-account', 'GET', '/creditors/woonstad/signals');
  expect(own.items.find(({ reference }) => reference === 'W-2')).toMatchObject({ status: 'taken-up' });
});

describe('the region as an administrator keeps it', () => {
  const wrongIn = async (method: string, path: string, body: unknown) => {
    const { body: told } = await admin<{ errors: { field: string; rule: string; message: string }[] }>(method, path, body);
    return told.errors.map(({ field, rule }) => `${field} ${rule}`);
  };

  test('no postcode is of two municipalities, nor named twice', async () => {
    await admin('POST', '/municipalities', { code: '1774', name: 'Dinkelland' });
    const keep = (postcodes: object[]) => wrongIn('PUT', '/municipalities/1774/postcodes', { version: 1, postcodes });
    const range = (first: number, last: number) => ({ first, last, place: 'x' });
    expect(await keep([range(7433, 7440)])).toEqual(['postcodes.0.first overlap']);
    expect(await keep([range(7591, 7595), range(7595, 7599)])).toEqual(['postcodes.1.first overlap']);
    expect(await keep([range(7599, 7591)])).toEqual(['postcodes.0.last order']);
    expect(await api.sql`select 1 from municipality_postcodes where municipality_code = '1774'`).toHaveLength(0);
    expect((await admin('PUT', '/municipalities/1774/postcodes', { version: 1, postcodes: [range(7591, 7595)] })).status).toBe(200);
    // Postgres refuses it too, whatever writes it.
    await expect(api.sql`insert into municipality_postcodes (municipality_code, place, first, last) values ('0150', 'x', 7595, 7600)`.execute()).rejects.toThrow('municipality_postcodes_apart');
  });

  test.each([
    ['PUT', '/municipalities/0150/postcodes', { postcodes: [{ first: 7411, last: 7412, place: 'x' }] }],
    ['PATCH', '/teams/team-deventer', { name: 'Anders' }],
    ['PATCH', '/creditors/woonstad', { name: 'Anders' }],
    ['PUT', '/creditors/woonstad/contacts', { contacts: [] }],
  ])('a change by %s %s that did not see the last one is refused', async (method, path, body) => {
    expect(await admin(method, path, { ...body, version: 99 })).toMatchObject({ status: 409, body: { reason: 'changed' } });
  });

  test('a pairing holds from a day to a day: by it the team of a new case is chosen', async () => {
    await admin('POST', '/teams', { id: 'ander-team', name: 'Ander team', email: 'ander@voorbeeld.test', municipalityCode: '0150' });
    const { pairings: [first] } = (await admin<{ pairings: { id: string }[] }>('GET', '/teams/team-deventer')).body;
    const pair = (creditorId: string, validFrom: string) => admin<{ id: string }>('POST', '/teams/ander-team/pairings', { creditorId, validFrom });
    expect((await pair('woonstad', addDays(today, -1))).status).toBe(400);
    expect((await pair('woonstad', addDays(today, 1))).status).toBe(201);
    expect((await pair('woonstad', addDays(today, 5))).status).toBe(409);
    const teamNow = async () => {
      const [delivery] = await api.sql<{ id: string }[]>`select delivery_id as id from signals limit 1`;
      await api.sql`update signals set placed_at = null`;
      const [signal] = await unplacedSignals(api.sql, delivery?.id ?? '');
      return signal?.teamId;
    };
    expect(await teamNow()).toBe('team-deventer');
    expect((await admin('POST', `/pairings/${first?.id ?? ''}/end`, { validTo: today })).status).toBe(200);
    expect(await teamNow()).toBe('team-deventer');
    await api.sql`update team_creditors set valid_from = valid_from - 2, valid_to = valid_to - 2`;
    expect(await teamNow()).toBe('ander-team');
  });

  test('who is who in a team and at a creditor is read by the desk, and not by a creditor', async () => {
    await account('balie', 'desk');
    expect((await call('balie', 'GET', '/teams/team-deventer')).body).toMatchObject({ people: [{ id: 'medewerker', name: 'Persoon van medewerker' }] });
    expect((await call('balie', 'GET', '/creditors/woonstad')).body).toMatchObject({ contacts: [{ name: 'Loket', about: ['receipts'], single: ['feedback'] }] });
    expect((await call('woonstad-account', 'GET', '/creditors/woonstad')).status).toBe(403);
    expect((await call('balie', 'PATCH', '/teams/team-deventer', { version: 1, name: 'x' })).status).toBe(403);
  });
});

describe('a file of accounts or creditors', () => {
  interface Imported {
    made: number;
    unchanged: number;
    refused: number;
    items: { line: number; id: string | null; verdict: string; problems: { field: string; rule: string; message: string }[] }[];
  }
  const send = (what: string, text: string) => call<Imported>('eerste-beheerder', 'POST', `/${what}/import`, text, { 'Content-Type': 'text/csv' });

  test('keeps its good rows and tells each bad one what to do; the same file again changes nothing', async () => {
    const text = ['Aanduiding;Naam;E-mail;Rol;Gemeente;Team;Schuldeiser;Identiteit', 'inkoop;Inkoop;inkoop@voorbeeld.test;Medewerker;0150;team-deventer;;sub-inkoop', 'fout;Fout;geen adres;baas;;;;', 'zonder;Zonder gemeente;z@voorbeeld.test;caseworker;;;;', 'leiding;Iemand Anders;x@voorbeeld.test;Projectleider;;;;', 'stad;"Woon;stad";w@woonstad.test;creditor;;;woonstad;'].join('\r\n');
    const first = (await send('accounts', text)).body;
    expect(first).toMatchObject({ made: 2, unchanged: 0, refused: 3 });
    expect(first.items.map(({ line, id, verdict, problems }) => [line, id, verdict, problems.map(({ field, rule }) => `${field} ${rule}`).join(', ')])).toEqual([
      [2, 'inkoop', 'made', ''],
      [3, 'fout', 'refused', 'email form, role form'],
      [4, 'zonder', 'refused', 'municipalityCode required'],
      [5, 'leiding', 'refused', 'id exists'],
      [6, 'stad', 'made', ''],
    ]);
    expect((await call('sub-inkoop', 'GET', '/me')).body).toMatchObject({ id: 'inkoop', role: 'caseworker' });
    expect(await api.sql`select name from accounts where id = 'stad'`).toEqual([{ name: 'Woon;stad' }]);
    const before = await api.sql`select count(*)::int as accounts, (select count(*)::int from identities) as identities, (select count(*)::int from audit_log where action in ('create-account', 'connect-identity')) as logged from accounts`;
    expect((await send('accounts', text)).body).toMatchObject({ made: 0, unchanged: 2, refused: 3 });
    expect(await api.sql`select count(*)::int as accounts, (select count(*)::int from identities) as identities, (select count(*)::int from audit_log where action in ('create-account', 'connect-identity')) as logged from accounts`).toEqual(before);
    expect(await api.sql`select detail from audit_log where action = 'import-accounts' order by id`).toEqual([{ detail: { rows: 5, made: 2, unchanged: 0, refused: 3 } }]);
  });

  test('of creditors is read with commas too; what is no such table is refused whole', async () => {
    const { body } = await send('creditors', 'id,name,kind,email\nenergie-oost,Energie Oost,Energie,e@energie.test\n,Naamloos,Water,w@water.test\n');
    expect(body).toMatchObject({ made: 1, refused: 1, items: [{ verdict: 'made' }, { line: 3, verdict: 'refused', problems: [{ field: 'id', rule: 'required' }] }] });
    expect((await call('balie', 'GET', '/creditors/energie-oost')).body).toMatchObject({ kind: 'energy', email: 'e@energie.test' });
    expect(await send('creditors', 'iets anders\n1\n')).toMatchObject({ status: 400, body: { errors: [{ field: 'header', rule: 'columns', message: 'Deze kolommen ontbreken in de eerste regel: schuldeiser, naam, soort, e-mail.' }] } });
    expect((await send('creditors', `id;naam\n${'x'.repeat(1024 * 1024)}`)).status).toBe(413);
  });
});
