/** Two municipalities with cases in every phase that a day can reach, all that is personal in them marked. */
import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import { addDays, localDate } from '../../src/domain/time/dates.ts';
import { person } from '../../src/privacy/personal.ts';
import type { TestApi } from '../../testkit/api.ts';
import { enschede, type TestCase } from '../../testkit/data/cases.ts';
import { eventually } from '../../testkit/eventually.ts';
import { yearOf } from '../../testkit/data/months.ts';

export const hengelo = '0164';
export const YEAR = yearOf('fuzz/seeded');

/** Whose something is; what has no municipality is its creditor's alone. */
export interface Mark {
  mark: string;
  what: string;
  municipality: string;
  creditor: string | null;
}

export interface Seeded {
  /** By the collection in a path, or the name of a field. */
  there: Record<string, string[]>;
  marks: Mark[];
}

const today = localDate(new Date().toISOString());
const caseworkers: Record<string, string> = { [enschede]: 'medewerker-enschede', [hengelo]: 'medewerker-hengelo' };
const creditors = ['woongoed-twente', 'oost-energie'];

/** @param year of which it opens two rounds */
export async function seed(api: TestApi, year = YEAR): Promise<Seeded> {
  const marks: Mark[] = [];
  const mark = (what: string, municipality: string, creditor: string | null = null): string => {
    const text = `q${randomBytes(6).toString('hex')}z`;
    marks.push({ mark: text, what: `${what} (${municipality}${creditor === null ? '' : `, ${creditor}`})`, municipality, creditor });
    return text;
  };
  for (const municipality of [enschede, hengelo]) {
    for (const steps of lives) {
      const made = await api.caseInTriage({ municipality, creditors });
      await markCase(api, made, municipality, mark);
      for (const [action, body] of steps(mark, municipality)) await act(api, municipality, made, action, body);
    }
  }
  await deliver(api, mark, year);
  await propose(api);
  return { there: await whatIsThere(api, year), marks };
}

type Marker = (what: string, municipality: string, creditor?: string | null) => string;
type Steps = (mark: Marker, municipality: string) => [action: string, body: Record<string, unknown>][];

const visit = (outcome: string) => ['record-attempt', { kind: 'visit', outcome, date: today, partOfDay: 'morning' }] as [string, Record<string, unknown>];
const toPlanning: Steps = (mark, at) => [['go', { reason: mark('reason', at) }], visit('reached')];
const toFeedback: Steps = (mark, at) => [...toPlanning(mark, at), ['complete-plan', plan(mark, at)]];

const lives: readonly Steps[] = [
  () => [],
  (mark, at) => [['go', { reason: mark('reason', at), undoable: true }]],
  (mark, at) => [['go', { reason: mark('reason', at) }], visit('nobody-home')],
  (mark, at) => [['go', { reason: mark('reason', at) }], ['pause', { reason: mark('reason', at) }]],
  toPlanning,
  toFeedback,
  (mark, at) => [...toFeedback(mark, at), ['send-feedback', { cause: 'life-event', currentPayments: { state: 'resumes-on', date: today }, outlook: 'problematic-debts', approach: ['debt-services'] }]],
  (mark, at) => [['close', { because: 'paid', reason: mark('reason', at) }]],
];

const plan = (mark: Marker, at: string) => ({
  ...{ incomeCents: 100_000, fixedCostsCents: 90_000, roomToRepayCents: 10_000, allowancesChecked: true, causes: ['life-event'], skills: [mark('skill', at)], currentPaymentsFrom: today, problematicDebts: true },
  ...{ urgent: false, helpWithArrangements: true, lifeAreas: ['health'], directPayment: false, consentToShare: true, remarks: mark('remarks', at), handOver: { service: 'Schuldhulp', contact: mark('contact', at) } },
});

/** Whoever may: the project leader may nearly everything. */
async function act(api: TestApi, municipality: string, { id }: TestCase, action: string, body: Record<string, unknown>): Promise<void> {
  for (const account of ['projectleider', caseworkers[municipality] ?? '', 'meldpunt']) {
    const { status, body: answer } = await api.call(account, 'POST', `/api/v1/cases/${id}/${action}`, body);
    if (status === 200) return;
    if (status !== 403) throw new Error(`${action}: ${JSON.stringify(answer)}`);
  }
  throw new Error(`nobody may ${action}`);
}

async function markCase(api: TestApi, { id, signalIds }: TestCase, at: string, mark: Marker): Promise<void> {
  const rows = await api.sql<{ id: string; personId: string; creditorId: string }[]>`select id, person_id, creditor_id from signals where id = any(${signalIds}::uuid[])`;
  const keys = await api.keys.make([id]);
  for (const { id: signalId, personId, creditorId } of rows) {
    const who = { lastName: mark('last name', at), initials: mark('initials', at), birthDate: null, phone: mark('phone', at), email: mark('e-mail', at), street: mark('street', at), place: mark('place', at) };
    await api.sql`update persons set sealed = ${person.seal(keys, id, personId, who)}, sealed_for = ${id} where id = ${personId}`;
    await api.sql`update signals set reference = ${mark('reference', at, creditorId)} where id = ${signalId}`;
  }
  await api.call('meldpunt', 'POST', `/api/v1/cases/${id}/notes`, { text: mark('note', at) });
}

/** One round whose list lies ready, one that is open. */
async function deliver(api: TestApi, mark: Marker, year: string): Promise<void> {
  for (const month of [`${year}-01`, `${year}-02`]) {
    await api.call('meldpunt', 'POST', '/api/v1/rounds', { month, byHand: true });
    for (const creditor of creditors) {
      const row = (postcode: string, house: number, at: string, amount: string, ofWhom: string | null = null) => [mark('reference', at, creditor), mark('last name', at, ofWhom), 'A.', postcode, house, 'Plaats', amount, `01-${month === `${year}-01` ? `12-${Number(year) - 1}` : `01-${year}`}`].join(';');
      const rows = [1, 2].flatMap((house) => [row('7511AB', house, enschede, '500,00'), row('7551AB', house, hengelo, '500,00')]);
      // A row that is refused goes back to its creditor as it came.
      const refused = row('7511AB', 9, enschede, mark('refused amount', enschede, creditor), creditor);
      const file = ['Contractnummer;Achternaam;Voorletters;Postcode;Huisnummer;Woonplaats;Achterstand;Achterstand sinds', ...rows, refused, ''].join('\n');
      const { body } = await api.call<{ id: string }>(`schuldeiser-${creditor}`, 'POST', `/api/v1/deliveries?round=${month}`, file, { 'Content-Type': 'text/csv' });
      await eventually(async () => expect((await api.call(`schuldeiser-${creditor}`, 'GET', `/api/v1/deliveries/${body.id}`)).body).toMatchObject({ state: 'done', accepted: 4, placed: 4 }), 20_000);
    }
  }
  await api.call('meldpunt', 'POST', `/api/v1/rounds/${year}-01/close`);
  await eventually(async () => expect((await api.call('meldpunt', 'GET', `/api/v1/rounds/${year}-01`)).body).toMatchObject({ state: 'proposed' }), 20_000);
}

/** Changes that are looked at, and an objection. */
async function propose(api: TestApi): Promise<void> {
  for (const date of ['2031-03-04', '2031-03-05']) await api.call('projectleider', 'POST', '/api/v1/closed-days', { date, name: 'Verhuizing', reason: 'De balie verhuist.' });
  const [signal] = await api.sql<{ id: string }[]>`select id from signals order by id limit 1`;
  await api.call('meldpunt', 'POST', '/api/v1/objections', { signalId: signal?.id });
}

async function whatIsThere({ sql }: TestApi, year: string): Promise<Record<string, string[]>> {
  const ids = async (table: string) => (await sql<{ id: string }[]>`select id::text from ${sql(table)} order by id`).map(({ id }) => id);
  const [cases, signals, teams, accounts, creditorIds] = [await ids('cases'), await ids('signals'), await ids('teams'), await ids('accounts'), await ids('creditors')];
  const months = [`${year}-01`, `${year}-02`];
  return {
    ...{ cases, caseIds: cases, case: cases, signals, signalId: signals, deadlines: await ids('deadlines'), deadlineId: await ids('deadlines'), deliveries: await ids('deliveries'), objections: await ids('objections'), changes: await ids('changes') },
    ...{ teams, team: teams, teamId: teams, accounts: accounts.filter((id) => id.startsWith('fuzzed-')), actor: accounts, caseworker: accounts, caseworkerId: accounts, creditors: creditorIds, creditor: creditorIds, creditorId: creditorIds },
    ...{ date: [today], dueOn: [addDays(today, 90)], validFrom: [addDays(today, 30)], currentPaymentsFrom: [today], postcode: ['7511AB'], houseNumber: ['1'], lastName: ['Voorbeeld'], version: ['een-versie'], addition: [''] },
    ...{ rounds: months, round: months, month: months, municipality: [enschede, hengelo], region: ['twente'] },
  };
}
