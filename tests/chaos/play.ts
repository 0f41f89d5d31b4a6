/** The month as its people do it: creditors deliver, the desk closes and confirms, everybody works on the cases, a day is closed. */
import { hashOf } from '../../testkit/data/address-book.ts';
import { addDays, localDate } from '../../src/domain/time/dates.ts';
import { pooled } from '../../src/pooled.ts';
import type { Answer, CarefulClient } from './careful-client.ts';
import { lifeOf, type Deed } from './lives.ts';
import { deliveries, matched, MONTH, type Delivery, type Household } from './month.ts';
import type { Parts } from './parts.ts';
import type { Storm } from './storm.ts';
import { patiently } from './patiently.ts';

/** So many people work at once. */
const PEOPLE = 6;

interface Players {
  parts: Parts;
  client: CarefulClient;
  storm: Storm;
}

export async function playMonth(players: Players): Promise<void> {
  const { client, storm } = players;
  expectStatus('open the round', await client.ask({ account: 'meldpunt', path: '/rounds', body: { month: MONTH, byHand: true } }), 200, 201);
  await storm.during('delivery', () => deliverAll(players));
  await storm.during('round', () => closeAndConfirm(client));
  const today = localDate(new Date().toISOString());
  await storm.during('lives', async () => {
    await decideAndUndo(players);
    await pooled(PEOPLE, matched, (household) => live(players, household, today));
  });
  await storm.during('replan', () => closeADay(client, today));
}

/** Everybody at once; the second file of a creditor comes when the first is done. */
async function deliverAll({ client }: Players): Promise<void> {
  const creditors = [...new Set(deliveries.map(({ creditor }) => creditor))];
  await Promise.all(creditors.map(async (creditor) => {
    for (const delivery of deliveries.filter((one) => one.creditor === creditor)) await deliver(client, delivery);
  }));
}

interface Receipt {
  state: string;
  accepted: number;
  placed: number;
  links: { self: string };
}

async function deliver(client: CarefulClient, { creditor, file }: Delivery): Promise<void> {
  const account = `schuldeiser-${creditor}`;
  const answer = await client.ask<Receipt>({ account, path: `/deliveries?round=${MONTH}`, body: file });
  expectStatus(`deliver for ${creditor}`, answer, 200, 201, 202);
  const path = answer.body.links.self.replace('/api/v1', '');
  await patiently(async () => {
    const { body } = await client.ask<Receipt>({ account, method: 'GET', path });
    if (body.state !== 'done' || body.placed !== body.accepted) throw new Error(`the delivery of ${creditor} is ${body.state}, ${body.placed} of ${body.accepted} placed`);
  });
}

interface Round {
  state: string;
  listVersion: number;
}

async function closeAndConfirm(client: CarefulClient): Promise<void> {
  const round = `/rounds/${MONTH}`;
  const until = (state: string) =>
    patiently(async () => {
      const { body } = await client.ask<Round>({ account: 'meldpunt', method: 'GET', path: round });
      if (body.state !== state) throw new Error(`the round is ${body.state}, not ${state}`);
      return body;
    });
  expectStatus('close the round', await client.ask({ account: 'meldpunt', path: `${round}/close` }), 200, 202);
  const { listVersion } = await until('proposed');
  expectStatus('confirm the match', await client.ask({ account: 'meldpunt', path: `${round}/confirm`, body: { listVersion } }), 200, 202);
  await until('confirmed');
}

/** For one life in eight the desk decides for many at once, and thinks better of it. */
async function decideAndUndo({ parts, client }: Players): Promise<void> {
  const caseIds = await Promise.all(matched.filter(({ number }) => number % 8 === 5).map((household) => caseIdAt(parts, household)));
  await forAll(client, 'decide', { account: 'meldpunt', path: '/triage-decisions', body: { caseIds, decision: 'go' } });
  await forAll(client, 'undo', { account: 'meldpunt', path: '/triage-decisions/undo', body: { caseIds } });
}

/** Those that got no answer are asked for again, under the same key. */
async function forAll(client: CarefulClient, key: string, request: { account: string; path: string; body: unknown }): Promise<void> {
  await patiently(async () => {
    const answer = await client.ask<{ refused: number; outcomes: unknown[] }>({ ...request, key });
    expectStatus(key, answer, 200);
    if (answer.body.refused > 0) throw new Error(`${key}: ${JSON.stringify(answer.body.outcomes)}`);
  });
}

async function live({ parts, client }: Players, household: Household, today: string): Promise<void> {
  const caseId = await caseIdAt(parts, household);
  for (const [n, deed] of lifeOf(household, today).entries()) {
    const what = `${household.number}.${n}.${deed.path}`;
    const answer = await client.ask({ account: deed.account, path: `/cases/${caseId}/${deed.path}`, body: await bodyOf(parts, caseId, deed), key: what });
    expectStatus(what, answer, 200, 201);
  }
}

async function bodyOf(parts: Parts, caseId: string, { body, extends: kind }: Deed): Promise<Record<string, unknown>> {
  if (kind === undefined) return body;
  const [deadline] = await patiently(() => parts.sql<{ id: string; dueOn: string }[]>`select id, due_on from deadlines where case_id = ${caseId} and kind = ${kind} and ended_at is null`);
  if (deadline === undefined) throw new Error(`no deadline ${kind} to extend`);
  return { ...body, deadlineId: deadline.id, dueOn: addDays(deadline.dueOn, 14) };
}

/** The first working day in a week's time is closed; every case with a term that it is in follows. */
async function closeADay(client: CarefulClient, today: string): Promise<void> {
  const leader = { account: 'projectleider' };
  const propose = (date: string) => client.ask<{ id: string }>({ ...leader, path: '/closed-days', body: { date, name: 'Regionale sluiting', reason: 'Zo heeft de regio besloten.' } });
  let proposed = await propose(addDays(today, 7));
  for (let days = 8; proposed.status === 400 && days < 14; days += 1) proposed = await propose(addDays(today, days));
  expectStatus('propose a closed day', proposed, 201);
  const path = `/changes/${proposed.body.id}`;
  expectStatus('confirm it', await client.ask({ ...leader, path: `${path}/confirm` }), 202);
  await patiently(async () => {
    const { body } = await client.ask<{ state: string }>({ ...leader, method: 'GET', path });
    if (body.state !== 'done') throw new Error(`the change is ${body.state}`);
  });
}

async function caseIdAt(parts: Parts, { key }: Household): Promise<string> {
  const [found] = await patiently(() => parts.sql<{ id: string }[]>`
    select c.id from cases c join households h on h.id = c.household_id where h.address_hash = ${hashOf(key)} and c.phase <> 'closed'`);
  if (found === undefined) throw new Error(`no case at ${key}`);
  return found.id;
}

function expectStatus(what: string, { status, body }: Answer<unknown>, ...expected: number[]): void {
  if (!expected.includes(status)) throw new Error(`${what}: ${status} ${JSON.stringify(body).slice(0, 400)}`);
}
