/** Two municipalities, two creditors and somebody of every role in each place: who asks, and what there is to see. */
import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { localDate } from '../../src/domain/time/dates.ts';
import { people } from '../../src/domain/identity/access.ts';
import { twentePolicy } from '../../src/domain/planning/policy.ts';
import { insertContactDetails } from '../../src/db/queries/cases/contact-details.ts';
import { insertHandOver, insertPlan } from '../../src/db/queries/cases/notes-and-plans.ts';
import { recordObjection } from '../../src/usecases/rights/file-objection.ts';
import { admitAccounts } from '../../testkit/data/admit-accounts.ts';
import type { TestApi } from '../../testkit/api.ts';
import { enschede, insertCandidate } from '../../testkit/data/cases.ts';
import { eventually } from '../../testkit/eventually.ts';
import { hashKey } from '../../testkit/data/keys.ts';
import { monthOf } from '../../testkit/data/months.ts';

const hengelo = '0164';
const [oneCreditor, otherCreditor] = ['woongoed-twente', 'oost-energie'];
export const month = monthOf('access/world');

export interface Viewer {
  /** An account; '' is nobody. */
  id: string;
  role: (typeof people)[number] | null;
  municipality: string | null;
  creditor: string | null;
}

/** What something is of: null for what is of the whole region, or of no creditor. */
type Place = Pick<Viewer, 'municipality' | 'creditor'>;

const nobody: Viewer = { id: '', role: null, municipality: null, creditor: null };
const places = (role: (typeof people)[number]): Place[] =>
  role === 'creditor' ? [oneCreditor, otherCreditor].map((creditor) => ({ municipality: null, creditor })) : [null, enschede, hengelo].map((municipality) => ({ municipality, creditor: null }));

export const viewers: readonly Viewer[] = [nobody, ...people.flatMap((role) => places(role).map((place) => ({ id: `${role}-${place.creditor ?? place.municipality ?? 'twente'}`, role, ...place })))];

/** A creditor sees its own, who works for one municipality that one's, a caseworker without one nothing. */
function sees(who: Viewer, { municipality, creditor }: Place): boolean {
  if (who.role === 'creditor') return who.creditor === creditor;
  return who.municipality === null ? who.role !== 'caseworker' : who.municipality === municipality;
}

const here = { municipality: enschede, creditor: oneCreditor };

/** Whether what a route is about is the viewer's, given that the role has the function. */
export const theirs = {
  /** Of nobody in particular; what is personal in an answer is left out of it for whom it is not. */
  nothing: () => true,
  case: (who) => sees(who, here),
  signal: (who) => sees(who, here),
  delivery: (who) => sees(who, { municipality: null, creditor: oneCreditor }),
  creditor: ({ creditor }) => creditor === null || creditor === oneCreditor,
  /** A municipality's team, and its policy. */
  municipality: ({ municipality }) => municipality === null || municipality === enschede,
  /** What holds for every municipality: rounds, closed days. */
  region: ({ municipality }) => municipality === null,
} as const satisfies Record<string, (who: Viewer) => boolean>;

export type World = Awaited<ReturnType<typeof makeWorld>>;

/** A case, its signal, its deadline, a delivery and an objection, each of one place; a second case and delivery of another. */
export async function makeWorld(api: TestApi) {
  const { sql, keys } = api;
  await admitViewers(api);
  await sql`insert into rounds (id, region_id, month, cut_off, by_hand, state, list_version, opened_at) values (${`twente-${month}`}, 'twente', ${month}, ${`${month}-25T10:00:00Z`}, true, 'confirmed', 1, now())`;
  const one = await api.caseInTriage({ municipality: enschede, creditors: [oneCreditor] });
  const other = await api.caseInTriage({ municipality: hengelo, creditors: [otherCreditor] });
  // Without a workflow: it takes no action, whoever asks.
  const idle = await insertCandidate(sql, { municipality: enschede, creditors: [oneCreditor] });
  await sql`update signals set state = 'in-case' where case_id = ${idle.id}`;
  await sql`insert into match_decisions (round_id, signal_id, case_id, outcome, new_case) select ${`twente-${month}`}, id, case_id, 'in-case', true from signals`;
  await insertPlan({ sql, keys }, { id: randomUUID(), caseId: one.id, authorId: 'meldpunt', at: new Date().toISOString() }, { remarks: 'x' });
  const contactDetails = randomUUID();
  await insertContactDetails({ sql, keys }, { id: contactDetails, caseId: one.id, personId: null, phone: '0611111111', email: null, preferred: null, partsOfDay: [], recordedBy: 'meldpunt', recordedAt: new Date().toISOString() });
  const handOverId = randomUUID();
  await insertHandOver({ sql, keys }, { id: handOverId, caseId: one.id, authorId: 'meldpunt', at: new Date().toISOString() }, { service: 'x' });
  await sql`insert into timeline (case_id, key, type, at, actor_id, actor_role, data) values (${one.id}, 'x', 'hand-over-offered', now(), 'meldpunt', 'desk', ${sql.json({ handOverId })})`;
  const [delivery, otherDelivery] = [await insertDelivery(api, oneCreditor), await insertDelivery(api, otherCreditor)];
  const [signal = '', otherSignal = ''] = [...one.signalIds, ...other.signalIds];
  const objectionOf = async (id: string, municipalityCode: string | null) =>
    (await recordObjection({ sql, keys, temporal: api.environment.client, config: { hashKey } }, { id, role: 'desk', municipalityCode, teamId: null, creditorId: null }, { signalId: signal, at: new Date().toISOString() })).id;
  const [objection, regionalObjection] = [await objectionOf('desk-0153', enschede), await objectionOf('meldpunt', null)];
  const requestBy = async (officer: string) =>
    (await api.call<{ id: string }>(officer, 'POST', '/api/v1/avg-requests', { kind: 'inspection', caseId: one.id, receivedOn: localDate(new Date().toISOString()), words: 'x' })).body.id;
  const [avgRequest, regionalRequest] = [await requestBy('privacy-officer-0153'), await requestBy('privacy-officer-twente')];
  const complaint = (await api.call<{ id: string }>('desk-0153', 'POST', `/api/v1/cases/${one.id}/complaints`, { text: 'x' })).body.id;
  // Its workflow stores its deadline.
  await eventually(async () => expect(await sql`select 1 from deadlines where complaint_id = ${complaint}`).toHaveLength(1));
  const breach = randomUUID();
  await sql`
    insert into breaches (id, key, kind, creditor_id, municipality_code, occurred_on, found_at, recorded_by, state, raised_on)
    values (${breach}, 'x', 'other', ${oneCreditor}, ${enschede}, '2026-01-05', now(), 'x', 'raised', '2026-01-06')`;
  const [change, regionalChange] = [await insertChange(api, [one.id, other.id], enschede), await insertChange(api, [one.id, other.id], null)];
  const [agreed] = await sql<{ id: string }[]>`select id from agreements where creditor_id = ${oneCreditor}`;
  await sql`insert into municipalities (code, name, region_id) values ('9000', 'Zonder postcodes', 'twente')`;
  const [pairing] = await sql<{ id: string }[]>`select id from team_creditors where team_id = 'team-enschede' limit 1`;
  await sql`insert into outbox (id, template, recipient, round_id, created_at, failed_at, failure) values ('a-mail', 'drop-outs', ${sql.json({ kind: 'creditor', id: oneCreditor })}, ${`twente-${month}`}, now(), now(), 'no-address: creditor')`;
  const [webhook, removable] = [randomUUID(), randomUUID()];
  for (const id of [webhook, removable]) await sql`insert into webhook_endpoints (id, creditor_id, url, secret, created_at, created_by) values (${id}, ${oneCreditor}, 'https://hook.voorbeeld.nl/in', '', now(), ${`creditor-${oneCreditor}`})`;
  const joining = randomUUID();
  await sql`
    insert into joinings (id, from_case, into_case, from_household, signal_ids, likeness, joined_at, joined_by, undone_at, undone_by)
    select ${joining}, id, id, household_id, '{}', 'addition-missing', now(), 'x', now(), 'x' from cases where id = ${idle.id}`;
  const [absence] = await sql<{ id: string }[]>`insert into absences (id, account_id, first_day, last_day, recorded_by, recorded_at) values (${randomUUID()}, 'somebody-0153', '2041-02-01', '2041-02-02', 'x', now()) returning id`;
  return {
    ids: { webhook, removable, absence: absence?.id ?? '', account: 'somebody-0153', mail: 'a-mail', place: enschede, emptyPlace: '9000', pairing: pairing?.id ?? '', regionalAccount: 'somebody-twente', joining, agreement: agreed?.id ?? '', case: one.id, contactDetails, idle: idle.id, signal, deadline: `${one.id}.1`, delivery, objection, regionalObjection, avgRequest, regionalRequest, complaint, breach, creditor: oneCreditor, team: 'team-enschede', change, regionalChange },
    /** What must not be read in an answer: cases are nothing for a creditor. */
    hiddenFrom(who: Viewer): string[] {
      const there = { municipality: hengelo, creditor: otherCreditor };
      const of = (creditor: string) => ({ municipality: null, creditor });
      const things: [string, boolean][] = [
        [one.id, who.creditor === null && sees(who, here)],
        [idle.id, who.creditor === null && sees(who, here)],
        [other.id, who.creditor === null && sees(who, there)],
        [signal, sees(who, here)],
        [otherSignal, sees(who, there)],
        [delivery, sees(who, of(oneCreditor))],
        [otherDelivery, sees(who, of(otherCreditor))],
      ];
      return things.flatMap(([id, isSeen]) => (isSeen ? [] : [id]));
    },
  };
}

async function admitViewers({ sql }: TestApi): Promise<void> {
  const accounts = viewers.filter(({ id }) => id !== '').map(({ id, role, municipality, creditor }) => ({ id, name: id, email: `${id}@voorbeeld.test`, role, municipalityCode: municipality, creditorId: creditor }));
  await sql`insert into accounts ${sql(accounts)}`;
  // Whom nobody asks as: these are changed, blocked and let go.
  await sql`insert into accounts (id, name, email, role, municipality_code) values ('somebody-0153', 'x', 'x@voorbeeld.test', 'caseworker', ${enschede}), ('somebody-twente', 'x', 'x@voorbeeld.test', 'desk', null)`;
  await admitAccounts(sql);
}

async function insertDelivery({ sql }: TestApi, creditorId: string): Promise<string> {
  const id = randomUUID();
  await sql`insert into deliveries (id, creditor_id, round_id, format, state, received_at, received_by) values (${id}, ${creditorId}, ${`twente-${month}`}, 'csv', 'done', now(), 'x')`;
  return id;
}

/** A policy, of one municipality or of all, that was proposed and discarded: asked again, nothing comes of it. */
async function insertChange({ sql }: TestApi, caseIds: readonly string[], municipality: string | null): Promise<string> {
  const id = randomUUID();
  const policy = { ...twentePolicy, version: `${municipality ?? 'twente'}-discarded` };
  await sql`
    insert into changes (id, because, region_id, municipality_code, valid_from, policy, scope, reason, state, basis, proposed_at, proposed_by, discarded_at, discarded_by)
    values (${id}, ${sql.json({ because: 'policy', version: policy.version })}, 'twente', ${municipality}, '2041-03-01', ${sql.json(policy)}, '{}', 'x', 'discarded', 'x', now(), 'x', now(), 'x')`;
  await sql`
    insert into change_moves (change_id, deadline_id, case_id, municipality_code, kind, effect, from_on, to_on)
    select ${id}, id || '.1', id, municipality_code, 'triage', 'later', '2041-03-01', '2041-03-02' from cases where id = any(${[...caseIds]})`;
  return id;
}
