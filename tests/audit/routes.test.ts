import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditedRoutes } from '../../api/guard/audited.ts';
import { routes } from '../../api/routes/index.ts';
import { screens } from '../../api/screens/index.ts';
import { may, people } from '../../src/domain/identity/access.ts';
import { auditLabels, type AuditAction } from '../../src/domain/audit/audit.ts';
import { systemCalendar } from '../../src/domain/time/calendar.ts';
import { addDays, addMonths, localDate } from '../../src/domain/time/dates.ts';
import { actions, rules } from '../../src/domain/case/lifecycle.ts';
import { wordsOf } from '../../src/db/queries/cases/timeline.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { caseAtReCheck } from '../../testkit/data/case-at-re-check.ts';
import { eventually } from '../../testkit/eventually.ts';
import { address } from '../../src/privacy/personal.ts';
import { evictionIn } from '../../testkit/data/eviction.ts';
import { insertCandidate, roundId, startCandidate, type TestCase } from '../../testkit/data/cases.ts';
import { monthOf } from '../../testkit/data/months.ts';
import { administrating } from './administrating.ts';

const MONTH = monthOf('audit/routes');
const today = localDate(new Date().toISOString());
/** Only a working day can be closed. */
const toClose = systemCalendar.addWorkingDays(today, 280);
const creditor = 'schuldeiser-zorgzeker';
const sampleFile = 'Contractnummer;Achternaam;Postcode;Huisnummer;Achterstand;Achterstand sinds\nM1;Voorbeeld;7512AB;10;10,00;05-01-2026\n';

interface Row {
  actorId: string | null;
  actorRole: string | null;
  action: AuditAction;
  outcome: string;
  caseId: string | null;
  noteId: string | null;
  signedInBy: string | null;
  detail: Record<string, unknown>;
}

let api: TestApi;
let made: TestCase;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  made = await api.caseInTriage();
}, 120_000);
afterAll(() => api.stop());

async function toVisit(): Promise<TestCase> {
  const visited = await api.caseInTriage();
  await api.call('meldpunt', 'POST', `/api/v1/cases/${visited.id}/go`, {});
  return visited;
}

const rowsOf = (requestId: string) => api.sql<Row[]>`select actor_id, actor_role, action, outcome, case_id, note_id, signed_in_by, detail from audit_log where request_id = ${requestId} order by id`;

/** Calls, and gives what that request left in the log. */
async function leftBy(account: string, method: string, path: string, { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {}) {
  const requestId = randomUUID();
  const answer = await api.call<Record<string, never> & { id: string; row: { caseId: string | null }; receipt: { id: string } }>(account, method, `/api/v1${path}`, body, { 'Request-Id': requestId, ...headers });
  return { ...answer, rows: await rowsOf(requestId) };
}

/** An endpoint of that creditor's own system. */
async function aWebhook(): Promise<string> {
  const { body } = await api.call<{ id: string }>(creditor, 'POST', '/api/v1/creditors/zorgzeker/webhooks', { url: 'https://hook.voorbeeld.nl/in' });
  return body.id;
}

const declared = routes.map(({ method, path, may: permission }) => ({ name: `${method} ${path}`, method: method.toUpperCase(), path, permission }));
const filled = (path: string) => path.replace('{month}', '2026-01').replace('{date}', '2026-12-24').replace(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000');

const accountOf: Readonly<Record<(typeof people)[number], string>> = {
  creditor,
  desk: 'meldpunt',
  caseworker: 'medewerker-enschede',
  'project-leader': 'projectleider',
  'steering-group': 'stuurgroep',
  'privacy-officer': 'privacy',
  administrator: 'beheer',
};

test('every route says what it leaves in the audit log, and nothing else is said', () => {
  expect(Object.keys(auditedRoutes).sort()).toEqual(declared.map(({ name }) => name).sort());
});

describe('a refusal is in the log, with the request that it was given to', () => {
  test.each(declared.filter(({ permission }) => permission !== 'anyone'))('of $name: counted to nobody, a row to a role that may not', async ({ name, method, path, permission }) => {
    const action = auditedRoutes[name]?.action ?? 'other-request';
    const nobody = await leftBy('', method, filled(path));
    expect(nobody.status).toBe(401);
    expect(nobody.rows).toEqual([]);
    await api.refusals.write();
    const [counted] = await api.sql<Row[]>`select actor_id, actor_role, outcome, detail from audit_log where action = 'refused-unknown' order by id desc limit 1`;
    expect(counted).toEqual({ actorId: null, actorRole: null, outcome: 'refused', detail: { since: expect.any(String), count: 1, kinds: { [`${action} unauthenticated`]: 1 } } });
    const role = people.find((one) => permission !== 'anyone' && !may(one, permission));
    if (role === undefined) return;
    const stranger = await leftBy(accountOf[role], method, filled(path));
    expect(stranger.status).toBe(403);
    expect(stranger.rows).toMatchObject([{ actorId: accountOf[role], actorRole: role, action, outcome: 'refused', signedInBy: 'token', detail: { code: 'forbidden', route: name } }]);
  });

  const pages = screens.filter(({ of }) => of.may !== 'anyone').map((screen) => ({ name: `${screen.method} ${screen.path}`, screen }));
  test.each(pages)('of the page $name: as one of its route', async ({ screen: { method, path, of } }) => {
    const route = `${of.method} ${of.path}`;
    const action = auditedRoutes[route]?.action ?? 'other-request';
    const ask = async (account: string, requestId: string) =>
      fetch(`http://127.0.0.1:${api.port}${filled(path)}`, { method: method.toUpperCase(), redirect: 'manual', headers: { 'Request-Id': requestId, ...(account === '' ? {} : { Authorization: await api.bearer(account) }) } });
    const nobody = await ask('', randomUUID());
    expect([303, 401]).toContain(nobody.status);
    await api.refusals.write();
    const [counted] = await api.sql<Row[]>`select detail from audit_log where action = 'refused-unknown' order by id desc limit 1`;
    expect(counted?.detail).toMatchObject({ kinds: { [`${action} unauthenticated`]: 1 } });
    const role = people.find((one) => of.may !== 'anyone' && !may(one, of.may));
    if (role === undefined) return;
    const requestId = randomUUID();
    expect((await ask(accountOf[role], requestId)).status).toBe(403);
    expect(await rowsOf(requestId)).toMatchObject([{ actorId: accountOf[role], action, outcome: 'refused', detail: { code: 'forbidden', route } }]);
  });

  test.each(declared.filter(({ path, method }) => path.startsWith('/cases/{id}') && method === 'GET'))("of $name: to a caseworker of another municipality, with the case", async ({ path }) => {
    const { status, rows } = await leftBy('medewerker-hengelo', 'GET', path.replace('{id}', made.id));
    expect(status).toBe(404);
    expect(rows).toMatchObject([{ actorId: 'medewerker-hengelo', outcome: 'refused', caseId: made.id, detail: { code: 'not-found' } }]);
  });

  test('of an action that the case does not take: once, with why', async () => {
    const { status, rows } = await leftBy('medewerker-enschede', 'POST', `/cases/${made.id}/refer`, { body: {}, headers: { 'Idempotency-Key': 'refer-1' } });
    expect(status).toBe(409);
    expect(rows).toMatchObject([{ action: 'refer', outcome: 'refused', caseId: made.id, detail: { code: 'action-refused', reason: 'not-now', commandId: 'refer-1' } }]);
  });

  test('of one decision among many', async () => {
    const [good, unknown] = [await api.caseInTriage(), randomUUID()];
    const { status, rows } = await leftBy('meldpunt', 'POST', '/triage-decisions', { body: { caseIds: [good.id, unknown], decision: 'go' } });
    expect(status).toBe(200);
    expect(Object.fromEntries(rows.map(({ caseId, action, outcome }) => [caseId, [action, outcome]]))).toEqual({ [good.id]: ['go', 'done'], [unknown]: ['go', 'refused'] });
  });

  test('but not what was only mistyped, and never a text that was sent as an id', async () => {
    const mistyped = await leftBy('medewerker-enschede', 'POST', `/cases/${made.id}/record-attempt`, { body: { kind: 'visit' } });
    expect([mistyped.status, mistyped.rows]).toEqual([400, []]);
    for (const sent of ['Jansen, Hoofdstraat 1', 'jansen-1985-03-12']) {
      const { rows } = await leftBy('meldpunt', 'GET', `/deadlines/${encodeURIComponent(sent)}/derivation`);
      expect(rows).toMatchObject([{ outcome: 'refused', detail: { code: 'not-found', route: 'get /deadlines/{id}/derivation' } }]);
      expect(JSON.stringify(rows)).not.toContain('ansen');
    }
  });
});

describe('what is done is in the log', () => {
  /** Route by route: who asks what, and which case it is about. */
  const asked: Record<string, () => Promise<{ account: string; path: string; body?: unknown; headers?: Record<string, string>; caseId?: string; action?: AuditAction }> | { account: string; path: string; body?: unknown; headers?: Record<string, string>; caseId?: string; action?: AuditAction }> = {
    'post /creditors/{id}/webhooks': () => ({ account: creditor, path: '/creditors/zorgzeker/webhooks', body: { url: 'https://hook.voorbeeld.nl/in' } }),
    'post /webhooks/{id}/secret': async () => ({ account: creditor, path: `/webhooks/${await aWebhook()}/secret` }),
    'post /webhooks/{id}/test': async () => ({ account: creditor, path: `/webhooks/${await aWebhook()}/test` }),
    'delete /webhooks/{id}': async () => ({ account: creditor, path: `/webhooks/${await aWebhook()}` }),
    'post /webhooks/{id}/resend': async () => ({ account: creditor, path: `/webhooks/${await aWebhook()}/resend`, body: {} }),
    'put /account/notifications': () => ({ account: 'medewerker-enschede', path: '/account/notifications', body: { off: ['new-cases'], dailyAt: null } }),
    'get /cases': () => ({ account: 'meldpunt', path: '/cases' }),
    'get /visits': () => ({ account: 'medewerker-enschede', path: '/visits' }),
    'get /triage': () => ({ account: 'meldpunt', path: '/triage' }),
    'post /search': () => ({ account: 'meldpunt', path: '/search', body: { lastName: 'Voorbeeld' } }),
    'get /cases/{id}': () => ({ account: 'medewerker-enschede', path: `/cases/${made.id}`, caseId: made.id }),
    'get /cases/{id}/timeline': () => ({ account: 'privacy', path: `/cases/${made.id}/timeline`, caseId: made.id }),
    'get /cases/{id}/history': () => ({ account: 'projectleider', path: `/cases/${made.id}/history`, caseId: made.id }),
    'get /cases/{id}/forecast': () => ({ account: 'meldpunt', path: `/cases/${made.id}/forecast`, caseId: made.id }),
    'get /teams/{id}/forecast': () => ({ account: 'meldpunt', path: '/teams/team-enschede/forecast' }),
    'get /forecast': () => ({ account: 'meldpunt', path: '/forecast' }),
    'get /deadlines/{id}/derivation': () => ({ account: 'meldpunt', path: `/deadlines/${made.id}.1/derivation`, caseId: made.id }),
    'post /cases/{id}/notes': () => ({ account: 'meldpunt', path: `/cases/${made.id}/notes`, body: { text: 'Een notitie.' }, caseId: made.id }),
    'post /cases/{id}/complaints': () => ({ account: 'meldpunt', path: `/cases/${made.id}/complaints`, body: { text: 'Een klacht.' }, caseId: made.id }),
    'get /breaches': () => ({ account: 'projectleider', path: '/breaches' }),
    'post /breaches': () => ({ account: 'meldpunt', path: '/breaches', body: { kind: 'other', creditorId: 'zorgzeker', occurredOn: today, text: 'Een afspraak niet nagekomen.' } }),
    'get /breaches/{id}': async () => ({ account: 'projectleider', path: `/breaches/${await aBreach()}` }),
    'post /breaches/{id}/follow-up': async () => ({ account: 'projectleider', path: `/breaches/${await aBreach()}/follow-up`, body: { state: 'raised' } }),
    'get /events': () => ({ account: 'projectleider', path: '/events?kind=go' }),
    'post /complaints': () => ({ account: 'meldpunt', path: '/complaints', body: { text: 'Een klacht.', municipality: '0153', receivedOn: today } }),
    'get /complaints': () => ({ account: 'projectleider', path: '/complaints' }),
    'get /complaints/{id}': async () => ({ account: 'projectleider', path: `/complaints/${await aComplaint()}`, caseId: made.id }),
    'get /complaints/{id}/letter': async () => ({ account: 'projectleider', path: `/complaints/${await aComplaint()}/letter`, caseId: made.id }),
    'post /complaints/{id}/owner': async () => ({ account: 'projectleider', path: `/complaints/${await aComplaint()}/owner`, body: { ownerId: 'meldpunt' }, caseId: made.id }),
    'post /complaints/{id}/receipt': async () => ({ account: 'projectleider', path: `/complaints/${await aComplaint()}/receipt`, body: {}, caseId: made.id }),
    'post /complaints/{id}/extend': async () => ({ account: 'projectleider', path: `/complaints/${await aComplaint()}/extend`, body: { words: 'Het is druk.' }, caseId: made.id }),
    'post /complaints/{id}/close': async () => ({ account: 'projectleider', path: `/complaints/${await aComplaint()}/close`, body: { outcome: 'founded', words: 'U had gelijk.' }, caseId: made.id }),
    'post /complaints/{id}/withdraw': async () => ({ account: 'projectleider', path: `/complaints/${await aComplaint()}/withdraw`, caseId: made.id }),
    'post /cases/{id}/informed': () => ({ account: 'meldpunt', path: `/cases/${made.id}/informed`, body: { how: 'leaflet', on: today }, caseId: made.id }),
    'put /cases/{id}/consents/{purpose}': async () => ({ account: 'meldpunt', path: `/cases/${made.id}/consents/share-with-service`, body: { state: 'given', on: today, how: 'spoken', personId: await aPerson() }, caseId: made.id }),
    'post /cases/{id}/contact-details': () => ({ account: 'meldpunt', path: `/cases/${made.id}/contact-details`, body: { phone: '06 11 11 11 11' }, caseId: made.id }),
    'delete /contact-details/{id}': async () => {
      const { body } = await api.call<{ id: string }>('meldpunt', 'POST', `/api/v1/cases/${made.id}/contact-details`, { phone: '06 11 11 11 11' });
      return { account: 'meldpunt', path: `/contact-details/${body.id}`, caseId: made.id };
    },
    'post /cases/{id}/hand-over-link': async () => {
      const offered = await api.caseInTriage();
      const handOverId = randomUUID();
      await api.sql`insert into hand_overs (id, case_id, service, offered_at) values (${handOverId}, ${offered.id}, 'Stadsbank', now())`;
      await api.sql`insert into timeline (case_id, key, type, at, actor_id, actor_role, data) values (${offered.id}, 'offered', 'hand-over-offered', now(), 'x', 'caseworker', ${api.sql.json({ handOverId })})`;
      return { account: 'meldpunt', path: `/cases/${offered.id}/hand-over-link`, body: {}, caseId: offered.id };
    },
    'get /cases/{id}/hand-over': async () => {
      const handOverId = randomUUID();
      await api.sql`insert into hand_overs (id, case_id, service, offered_at) values (${handOverId}, ${made.id}, 'Stadsbank', now())`;
      await api.sql`insert into timeline (case_id, key, type, at, actor_id, actor_role, data) values (${made.id}, 'offered', 'hand-over-offered', now(), 'x', 'caseworker', ${api.sql.json({ handOverId })})`;
      return { account: 'medewerker-enschede', path: `/cases/${made.id}/hand-over`, caseId: made.id };
    },
    'get /cases/{id}/flyer': () => ({ account: 'medewerker-enschede', path: `/cases/${made.id}/flyer`, caseId: made.id }),
    'get /cases/{id}/letter': async () => ({ account: 'medewerker-enschede', path: `/cases/${(made = await toVisit()).id}/letter?about=visit`, caseId: made.id }),
    'put /cases/{id}/plan': async () => {
      const visited = await api.caseInTriage();
      await api.call('meldpunt', 'POST', `/api/v1/cases/${visited.id}/go`, {});
      made = visited;
      return { account: 'medewerker-enschede', path: `/cases/${made.id}/plan`, body: { causes: ['income-drop'] }, caseId: made.id };
    },
    'patch /cases/{id}/plan': () => ({ account: 'medewerker-enschede', path: `/cases/${made.id}/plan`, body: { skills: [] }, caseId: made.id }),
    'get /cases/{id}/plan': () => ({ account: 'medewerker-enschede', path: `/cases/${made.id}/plan`, caseId: made.id }),
    'put /cases/{id}/feedback-draft': () => ({ account: 'medewerker-enschede', path: `/cases/${made.id}/feedback-draft`, body: { cause: 'income-drop' }, caseId: made.id }),
    'get /planning': () => ({ account: 'meldpunt', path: '/planning' }),
    'put /teams/{id}/capacity': () => ({ account: 'meldpunt', path: '/teams/team-enschede/capacity', body: { validFrom: today, visitsADay: 8 } }),
    'post /absences': () => ({ account: 'meldpunt', path: '/absences', body: { caseworkerId: 'medewerker-enschede', firstDay: today, lastDay: today } }),
    'delete /absences/{id}': async () => {
      const { body } = await api.call<{ id: string }>('meldpunt', 'POST', '/api/v1/absences', { caseworkerId: 'medewerker-enschede', firstDay: today, lastDay: today });
      return { account: 'meldpunt', path: `/absences/${body.id}` };
    },
    'post /planned-visits': async () => ({ account: 'meldpunt', path: '/planned-visits', body: { evenSo: true, cases: [{ caseId: (made = await toVisit()).id, teamId: 'team-enschede', date: today }] }, caseId: made.id }),
    'post /planned-visits/undo': async () => {
      const planned = await toVisit();
      await api.call('meldpunt', 'POST', '/api/v1/planned-visits', { evenSo: true, cases: [{ caseId: planned.id, teamId: 'team-enschede', date: today }] });
      return { account: 'meldpunt', path: '/planned-visits/undo', body: { caseIds: [planned.id] }, caseId: planned.id };
    },
    'post /triage-decisions': async () => {
      const waiting = await api.caseInTriage();
      return { account: 'meldpunt', path: '/triage-decisions', body: { caseIds: [waiting.id], decision: 'no-go', because: 'moved' }, caseId: waiting.id, action: 'no-go' };
    },
    'post /triage-decisions/undo': async () => {
      const waiting = await api.caseInTriage();
      await api.call('meldpunt', 'POST', '/api/v1/triage-decisions', { caseIds: [waiting.id], decision: 'go' });
      return { account: 'meldpunt', path: '/triage-decisions/undo', body: { caseIds: [waiting.id] }, caseId: waiting.id };
    },
    ...Object.fromEntries(
      (['reassign', 'pause', 'resume'] as const).map((action) => [
        `post /many-cases/${action}`,
        async () => {
          const { id } = await api.caseInTriage();
          if (action === 'resume') await api.call('meldpunt', 'POST', `/api/v1/cases/${id}/pause`, { reason: 'Vakantie.' });
          return { account: 'meldpunt', path: `/many-cases/${action}`, body: { caseIds: [id], reason: 'Vakantie.', ...(action === 'reassign' ? { teamId: 'team-enschede' } : {}) }, caseId: id };
        },
      ]),
    ),
    'post /many-cases/extend-deadline': async () => {
      const { id } = await api.caseInTriage();
      const [deadline] = await api.sql<{ id: string }[]>`select id from deadlines where case_id = ${id} and ended_at is null`;
      return { account: 'meldpunt', path: '/many-cases/extend-deadline', body: { deadlineIds: [deadline?.id], dueOn: addDays(today, 90), reason: 'Vakantie.' }, caseId: id };
    },
    'post /rounds': () => ({ account: 'meldpunt', path: '/rounds', body: { month: MONTH, cutOff: '2026-02-20', byHand: true } }),
    'post /signals': () => ({ account: creditor, path: `/signals?round=${MONTH}`, body: { reference: 'S1', lastName: 'Jansen', postcode: '7512AB', houseNumber: 9, amount: 100, arrearsSince: '2026-01-05' } }),
    'post /deliveries': () => ({ account: creditor, path: `/deliveries?round=${MONTH}&file-name=jansen.csv`, body: 'Contractnummer;Achternaam;Postcode;Huisnummer;Achterstand;Achterstand sinds\nS2;Jansen;7512AB;10;10,00;05-01-2026\n', headers: { 'Content-Type': 'text/csv' } }),
    'get /deliveries': () => ({ account: creditor, path: '/deliveries' }),
    'get /deliveries/{id}': async () => ({ account: creditor, path: `/deliveries/${await aNamedDelivery()}` }),
    'get /deliveries/{id}/rows': async () => ({ account: creditor, path: `/deliveries/${await aDelivery()}/rows` }),
    'get /deliveries/{id}/rows.csv': async () => ({ account: creditor, path: `/deliveries/${await aDelivery()}/rows.csv`, action: 'export-verdicts' }),
    'get /deliveries/{id}/refused.csv': async () => ({ account: creditor, path: `/deliveries/${await aDelivery()}/refused.csv`, action: 'export-verdicts' }),
    'get /creditors/{id}/signals': () => ({ account: creditor, path: '/creditors/zorgzeker/signals' }),
    'get /signals/{id}': async () => ({ account: creditor, path: `/signals/${await aSignal()}` }),
    'post /signals/{id}/answer-re-check': async () => {
      const asks = await caseAtReCheck(api, { creditors: ['zorgzeker', 'oost-energie'], began: addMonths(addDays(today, -2), -6) });
      const [own] = await api.sql<{ id: string }[]>`select id from signals where case_id = ${asks.id} and creditor_id = 'zorgzeker'`;
      return { account: creditor, path: `/signals/${own?.id ?? ''}/answer-re-check`, body: { paying: true }, caseId: asks.id };
    },
    'post /signals/{id}/withdraw-day': async () => {
      const { id: caseId } = await api.caseInTriage();
      const { signalId } = await evictionIn(api.environment.client, api.sql, caseId, addDays(today, 40));
      return { account: 'meldpunt', path: `/signals/${signalId}/withdraw-day`, body: { reason: 'Regeling getroffen' }, caseId };
    },
    'post /re-check-answers': async () => {
      const asks = await caseAtReCheck(api, { creditors: ['zorgzeker', 'oost-energie'], began: addMonths(addDays(today, -2), -6) });
      const [own] = await api.sql<{ id: string }[]>`select id from signals where case_id = ${asks.id} and creditor_id = 'zorgzeker'`;
      return { account: creditor, path: '/re-check-answers', body: { answers: [{ signalId: own?.id, answer: 'paying' }] }, caseId: asks.id };
    },
    'post /rounds/{month}/close': () => ({ account: 'meldpunt', path: `/rounds/${MONTH}/close` }),
    'post /rounds/{month}/confirm': () => ({ account: 'meldpunt', path: `/rounds/${MONTH}/confirm`, body: { listVersion: 1 } }),
    'get /rounds/{month}/matches': () => ({ account: 'meldpunt', path: `/rounds/${roundId}/matches` }),
    'post /cases/{id}/joinings': async () => {
      const [from, into] = await neighbours();
      return { account: 'meldpunt', path: `/cases/${into.id}/joinings`, body: { fromCaseId: from.id }, caseId: into.id };
    },
    'post /joinings/{id}/undo': async () => {
      const [from, into] = await neighbours();
      const { body } = await api.call<{ id: string }>('meldpunt', 'POST', `/api/v1/cases/${into.id}/joinings`, { fromCaseId: from.id });
      return { account: 'meldpunt', path: `/joinings/${body.id}/undo`, caseId: into.id };
    },
    'post /objections': async () => {
      const objecting = await api.caseInTriage();
      return { account: 'meldpunt', path: '/objections', body: { signalId: objecting.signalIds[0] }, caseId: objecting.id };
    },
    'post /creditors/{id}/agreements': () => ({ account: 'projectleider', path: '/creditors/zorgzeker/agreements', body: { validFrom: addDays(today, 30) } }),
    'post /creditors/{id}/mapping-proposal': () => ({ account: creditor, path: '/creditors/zorgzeker/mapping-proposal', body: sampleFile, headers: { 'Content-Type': 'text/csv' } }),
    'post /creditors/{id}/mapping-trial': () => ({ account: creditor, path: '/creditors/zorgzeker/mapping-trial', body: sampleFile, headers: { 'Content-Type': 'text/csv' } }),
    'put /creditors/{id}/mapping-draft': () => ({ account: creditor, path: '/creditors/zorgzeker/mapping-draft', body: { columns: { Contractnummer: 'reference' } } }),
    'post /creditors/{id}/mapping': () => ({ account: creditor, path: '/creditors/zorgzeker/mapping', body: { validFrom: addDays(today, 5) } }),
    'post /creditors/{id}/outcomes': () => ({ account: creditor, path: '/creditors/zorgzeker/outcomes', body: { counts: [{ kind: 'judgement', period: '2025', number: 3 }] } }),
    'post /agreements/{id}/end': async () => ({ account: 'projectleider', path: `/agreements/${await anAgreement('oost-energie')}/end`, body: { validTo: addDays(today, 40) } }),
    'post /agreements/{id}/declaration': async () => ({ account: creditor, path: `/agreements/${await anAgreement('zorgzeker')}/declaration`, body: { soughtContact: true, pointedOutHelp: true, reminded: true, offeredToPassOn: true } }),
    'delete /objections/{id}': async () => ({ account: 'meldpunt', path: `/objections/${await only('objections')}` }),
    'post /avg-requests': async () => ({ account: 'privacy', path: '/avg-requests', body: { kind: 'inspection', caseId: made.id, personId: await aPerson(), receivedOn: today, words: 'Wat weet u?' }, caseId: made.id }),
    'get /avg-requests': () => ({ account: 'projectleider', path: '/avg-requests' }),
    'get /avg-requests/{id}': async () => ({ account: 'projectleider', path: `/avg-requests/${await aRequest()}`, caseId: made.id }),
    'get /avg-requests/{id}/report': async () => ({ account: 'privacy', path: `/avg-requests/${await aRequest()}/report`, caseId: made.id }),
    'get /avg-requests/{id}/letter': async () => ({ account: 'privacy', path: `/avg-requests/${await aRequest()}/letter`, caseId: made.id }),
    'post /avg-requests/{id}/extend': async () => ({ account: 'privacy', path: `/avg-requests/${await aRequest()}/extend`, body: { words: 'Het is druk.' }, caseId: made.id }),
    'post /avg-requests/{id}/decide': async () => ({ account: 'privacy', path: `/avg-requests/${await aRequest()}/decide`, body: { granted: false, ground: 'excessive' }, caseId: made.id }),
    'post /avg-requests/{id}/withdraw': async () => ({ account: 'privacy', path: `/avg-requests/${await aRequest()}/withdraw`, caseId: made.id }),
    'post /closed-days': () => ({ account: 'projectleider', path: '/closed-days', body: { date: toClose, name: 'Verhuizing', reason: 'De balie verhuist.' } }),
    'get /changes/{id}/moves': async () => ({ account: 'projectleider', path: `/changes/${await only('changes')}/moves`, headers: { Accept: 'text/csv' }, action: 'export-moves' }),
    'post /changes/{id}/confirm': async () => ({ account: 'projectleider', path: `/changes/${await only('changes')}/confirm` }),
    'post /closed-days/{date}/withdraw': () => ({ account: 'projectleider', path: `/closed-days/${toClose}/withdraw`, body: { reason: 'De balie blijft.' } }),
    'post /changes/{id}/discard': async () => ({ account: 'projectleider', path: `/changes/${await only('changes', 'proposed')}/discard` }),
    'post /policies': () => ({ account: 'projectleider', path: '/policies', body: { version: 'twente-2', validFrom: addDays(today, 30), changes: { maxVisits: 2 }, reason: 'Twee bezoeken.' } }),
    'post /cases/{id}/hold': () => ({ account: 'privacy', path: `/cases/${made.id}/hold`, body: { reason: 'Er loopt een geschil.' }, caseId: made.id }),
    'post /cases/{id}/release': () => ({ account: 'projectleider', path: `/cases/${made.id}/release`, body: { reason: 'Het geschil is over.' }, caseId: made.id }),
    'get /retention/certificates': () => ({ account: 'privacy', path: '/retention/certificates' }),
    'get /audit': () => ({ account: 'privacy', path: '/audit' }),
    'get /audit.csv': () => ({ account: 'privacy', path: '/audit.csv', action: 'export-audit' }),
    'get /audit.jsonl': () => ({ account: 'privacy', path: '/audit.jsonl', action: 'export-audit' }),
    // Last: with a second region, one must be named.
    ...administrating(() => api),
  };

  const aPerson = async () => (await api.sql<{ personId: string }[]>`select person_id from signals where case_id = ${made.id} order by id limit 1`)[0]?.personId ?? '';
  const aBreach = async () => (await api.call<{ id: string }>('meldpunt', 'POST', '/api/v1/breaches', { kind: 'other', creditorId: 'zorgzeker', occurredOn: today, text: 'x' })).body.id;
  const aComplaint = async () => {
    const { id } = (await api.call<{ id: string }>('meldpunt', 'POST', `/api/v1/cases/${made.id}/complaints`, { text: 'Een klacht.' })).body;
    await eventually(async () => expect((await api.sql`select 1 from deadlines where complaint_id = ${id}`).count).toBe(1));
    return id;
  };
  /** One of its own for each: what is decided cannot be decided again. */
  const aRequest = async () => {
    const { id } = (await api.call<{ id: string }>('privacy', 'POST', '/api/v1/avg-requests', { kind: 'inspection', caseId: made.id, personId: await aPerson(), receivedOn: today, words: 'Wat weet u?' })).body;
    await eventually(async () => expect((await api.sql`select 1 from deadlines where avg_request_id = ${id}`).count).toBe(1));
    return id;
  };
  /** Candidates at one number, of which one has no addition, in a round that has not been confirmed. */
  const neighbours = async (): Promise<[TestCase, TestCase]> => {
    const [from, into] = [await insertCandidate(api.sql), await insertCandidate(api.sql)];
    const sealed = address.seal(await api.keys.make([from.id]), from.id, from.id, { key: '7512BM-1-A', postcode: '7512BM', houseNumber: 1, addition: 'A', place: 'Enschede' });
    await api.sql`update cases set address = ${sealed} where id = ${from.id}`;
    await api.sql`update households set number_hash = ${from.id} where id in (select household_id from cases where id in (${from.id}, ${into.id}))`;
    await api.sql`update rounds set state = 'proposed' where id = ${roundId}`;
    for (const one of [from, into]) await startCandidate(api.environment.client, api.taskQueue, api.sql, one);
    return [from, into];
  };
  const anAgreement = async (of: string) => (await api.sql<{ id: string }[]>`select id from agreements where creditor_id = ${of} order by valid_from desc limit 1`)[0]?.id ?? '';
  const aDelivery = () => only('deliveries');
  const aNamedDelivery = async () => (await api.sql<{ id: string }[]>`select id from deliveries where format = 'csv' limit 1`)[0]?.id ?? '';
  const aSignal = async () => (await api.sql<{ id: string }[]>`select id from signals where creditor_id = 'zorgzeker' limit 1`)[0]?.id ?? '';
  const only = async (table: 'objections' | 'changes' | 'deliveries', state?: string) =>
    (await api.sql<{ id: string }[]>`select id from ${api.sql(table)} ${state === undefined ? api.sql`` : api.sql`where state = ${state}`} limit 1`)[0]?.id ?? '';

  const personal = Object.entries(auditedRoutes).filter(([, leaves]) => leaves !== null).map(([name]) => name);
  const isAction = (name: string) => actions.some((action) => name === `post /cases/{id}/${action}`);

  test('each route that reads or changes something personal is tried here', () => {
    expect(Object.keys(asked).sort()).toEqual(personal.filter((name) => !isAction(name)).sort());
  });

  test.each(Object.entries(asked))('by %s: by whom, what, which case, from which request', async (name, ask) => {
    const { account, path, caseId = null, action = auditedRoutes[name]?.action, ...what } = await ask();
    const { status, body, rows } = await leftBy(account, name.split(' ')[0]?.toUpperCase() ?? '', path, what);
    expect([status, status < 300 ? '' : body]).toEqual([expect.any(Number), '']);
    expect(rows.filter((row) => row.action === action)).toMatchObject([{ actorId: account, outcome: 'done', caseId, signedInBy: 'token' }]);
  }, 60_000);

  test('by an action, with the note that holds the reason and none of its words', async () => {
    const { status, rows } = await leftBy('meldpunt', 'POST', `/cases/${made.id}/pause`, { body: { reason: 'Opname in het ziekenhuis.' } });
    expect(status).toBe(200);
    expect(rows).toMatchObject([{ action: 'pause', outcome: 'done', caseId: made.id, noteId: expect.any(String) }, { action: 'read-case' }]);
    const words = await wordsOf(api, made.id);
    expect(words.get(rows[0]?.noteId ?? '')).toBe('Opname in het ziekenhuis.');
    expect(JSON.stringify(rows)).not.toContain('ziekenhuis');
  });

  test('a match list as a file is an export, as a page a reading', async () => {
    const csv = await leftBy('meldpunt', 'GET', `/rounds/${roundId}/matches`, { headers: { Accept: 'text/csv' } });
    expect(csv.rows.map(({ action }) => action)).toEqual(['export-matches']);
  });

  test('a receipt leaves a row for the file name or first line that is opened, and none where there is none', async () => {
    const named = await aNamedDelivery();
    expect((await leftBy(creditor, 'GET', `/deliveries/${named}`)).rows).toMatchObject([{ action: 'read-receipts', outcome: 'done', detail: { count: 1, deliveryIds: [named] } }]);
    const [bare] = await api.sql<{ id: string }[]>`select id from deliveries where format = 'json' limit 1`;
    expect(await leftBy(creditor, 'GET', `/deliveries/${bare?.id ?? ''}`)).toMatchObject({ status: 200, rows: [] });
  });

  test('what reads nothing about a person leaves nothing', async () => {
    for (const path of ['/me', '/access', '/teams', '/rounds', '/deadlines', '/cases/counts']) expect((await leftBy('meldpunt', 'GET', path)).rows).toEqual([]);
  });
});

test('every action has its Dutch words', () => {
  expect(Object.entries(auditLabels).filter(([code, label]) => label === '' || label === code)).toEqual([]);
  expect(auditLabels.go).toBe(rules.go.label);
});
