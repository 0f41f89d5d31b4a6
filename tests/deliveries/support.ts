/** Deliveries as they come in, without the HTTP around them. */
import { MockActivityEnvironment } from '@temporalio/testing';
import type { Dependencies } from '../../activities/dependencies.ts';
import { storeRows } from '../../activities/deliver.ts';
import type { CallingActor } from '../../src/actor.ts';
import { loadConfig } from '../../src/config.ts';
import type { Sql } from '../../src/db/connect.ts';
import { rowVerdicts } from '../../src/db/queries/deliveries/deliveries.ts';
import type { KeyStore } from '../../src/privacy/key-store.ts';
import { receiveDelivery } from '../../src/usecases/deliveries/receive-delivery.ts';
import { keys } from '../../testkit/data/keys.ts';
import { stream } from '../reading-files/support.ts';

export const creditorId = 'woongoed-twente';
const actor: CallingActor = { id: 'schuldeiser-woongoed-twente', role: 'creditor', municipalityCode: null, teamId: null, creditorId };

export const config = loadConfig({ DATABASE_URL: 'postgres://unused', KEYS_DATABASE_URL: 'postgres://unused', ...keys });

interface Row {
  reference: string;
  house: number;
  amount?: string;
  postcode?: string;
  name?: string;
  crisis?: string;
  warm?: string;
}

/** A file in which each row differs only in what is named. */
export function file(...rows: Row[]): Buffer {
  const header = 'Contractnummer;Achternaam;Postcode;Huisnummer;Woonplaats;Achterstand;Achterstand sinds;Crisis;Warm';
  const lines = rows.map(({ reference, house, amount = '500,00', postcode = '7512AB', name = 'Voorbeeld', crisis = 'N', warm = 'N' }) =>
    [reference, name, postcode, house, 'Enschede', amount, '01-02-2026', crisis, warm].join(';'),
  );
  return Buffer.from([header, ...lines, ''].join('\n'));
}

export async function openRoundRow(sql: Sql, month: string): Promise<string> {
  const id = `twente-${month}`;
  await sql`insert into rounds (id, region_id, month, cut_off, by_hand, state, opened_at) values (${id}, 'twente', ${month}, ${`${month}-25T10:00:00Z`}, true, 'open', now())`;
  return id;
}

/** A database and the keys of what is sealed in it. */
interface Stored {
  sql: Sql;
  keys: KeyStore;
}

interface Incoming {
  roundId: string;
  bytes: Buffer;
  format?: 'csv' | 'json';
  /** Default: now. */
  receivedAt?: string;
}

/** A file that has come in whole; nobody works on it yet. */
export async function receive({ sql, keys: keyStore }: Stored, { roundId, bytes, format = 'csv', receivedAt }: Incoming): Promise<string> {
  const { id } = await receiveDelivery({ sql, keys: keyStore, config }, actor, { creditorId, roundId, format, fileName: null, bytes: stream([bytes]) });
  if (receivedAt !== undefined) await sql`update deliveries set received_at = ${receivedAt} where id = ${id}`;
  return id;
}

/** Gives the rows their verdict, as the worker does. */
export async function store({ sql, keys: keyStore }: Stored, id: string): Promise<string> {
  return new MockActivityEnvironment().run<[string], string, (id: string) => Promise<string>>(storeRows({ sql, keys: keyStore, config } as unknown as Dependencies), id);
}

export async function receiveAndStore(stored: Stored, incoming: Incoming): Promise<string> {
  const id = await receive(stored, incoming);
  await store(stored, id);
  return id;
}

export async function verdicts(stored: Stored, deliveryId: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const { verdict, problems } of rowVerdicts(stored, deliveryId)) lines.push([verdict, ...problems.slice(0, 1).map(({ rule }) => rule)].join(' '));
  return lines;
}
