/** Closed cases with marked words wherever somebody can write, and what is left of them afterwards. */
import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Sql } from '../../src/db/connect.ts';
import { takeCommand } from '../../src/domain/case/life.ts';
import { recordOf } from '../../src/domain/case/record.ts';
import type { CaseState } from '../../src/domain/case/state.ts';
import type { Command } from '../../src/domain/case/commands.ts';
import { insertContactDetails } from '../../src/db/queries/cases/contact-details.ts';
import { beginAsking, storeCheckAnswer } from '../../src/db/queries/checks/answers.ts';
import { nameIndexes, personKey } from '../../src/keyed-hash.ts';
import type { KeyStore } from '../../src/privacy/key-store.ts';
import { address, deliveredFile, person, refusedRow } from '../../src/privacy/personal.ts';
import { storeCaseRecord } from '../../src/usecases/records/store-case-record.ts';
import { Marks } from '../privacy/marks.ts';
import { live, throughAll, type Life } from '../privacy/written-life.ts';
import { roundId } from '../../testkit/data/cases.ts';
import type { Owner } from '../../testkit/database/database.ts';
import { hashKey } from '../../testkit/data/keys.ts';

export interface Stored {
  sql: Sql;
  keys: KeyStore;
}

export interface WrittenCase extends Life {
  marks: Marks;
  deliveryId: string;
}

/** A case that went all the way, closed, whose every word, person, address and reference is marked. */
export async function writtenCase(stored: Stored, throws: readonly number[] = throughAll): Promise<WrittenCase> {
  const marks = new Marks();
  const life = await live(stored, marks, ['woongoed-twente', 'oost-energie'], throws);
  await close(stored.sql, life.caseId);
  await markAddress(stored, marks, life.caseId);
  for (const { id } of life.signals) await markSignal(stored, marks, id);
  await insertContactDetails(stored, { id: randomUUID(), caseId: life.caseId, personId: null, phone: marks.text('heard phone'), email: marks.text('heard email'), preferred: 'phone', partsOfDay: [], recordedBy: 'x', recordedAt: new Date().toISOString() });
  const of = { signalId: life.signals[0]?.id ?? '', check: 'benefits' } as const;
  await beginAsking(stored.sql, { ...of, caseId: life.caseId, way: 'service', at: new Date().toISOString() });
  await storeCheckAnswer(stored, of, life.caseId, { findings: [{ code: 'known', by: 'service', since: null, what: marks.text('said by benefits') }], at: new Date().toISOString() });
  return { ...life, marks, deliveryId: await markDelivery(stored, marks, life) };
}

/** By the rules, as somebody who closes it early. */
export async function close(sql: Sql, caseId: string, at = new Date().toISOString()): Promise<void> {
  const [row] = await sql<{ state: CaseState }[]>`select state from cases where id = ${caseId}`;
  if (row === undefined || row.state.phase === 'closed') return;
  const command = { id: `close-${caseId}`, action: 'close', actor: { id: 'projectleider', role: 'project-leader' }, data: { because: 'paid' } } as Command;
  await storeCaseRecord(sql, recordOf(takeCommand(row.state, command, at)));
}

async function markAddress({ sql, keys }: Stored, marks: Marks, caseId: string): Promise<void> {
  const sealed = address.seal(await keys.make([caseId]), caseId, caseId, { key: marks.text('address key'), postcode: marks.text('postcode'), houseNumber: 7, addition: marks.text('addition'), place: marks.text('place') });
  await sql`update cases set address = ${sealed} where id = ${caseId}`;
}

async function markSignal({ sql, keys }: Stored, marks: Marks, signalId: string): Promise<void> {
  const who = { lastName: marks.text('last name'), initials: marks.text('initials'), birthDate: null, phone: marks.text('phone'), email: marks.text('email'), street: marks.text('street'), place: marks.text('place') };
  const [row] = await sql<{ id: string; sealedFor: string }[]>`select id, sealed_for from persons where id = (select person_id from signals where id = ${signalId})`;
  if (row === undefined) throw new Error('a signal without a person');
  const sealed = person.seal(await keys.make([row.sealedFor]), row.sealedFor, row.id, who);
  await sql`update persons set ${sql({ sealed, personKey: personKey(hashKey, who), ...nameIndexes(hashKey, who.lastName) })} where id = ${row.id}`;
  await sql`update signals set reference = ${marks.text('reference', 80)}, content_hash = ${marks.text('content hash')}, legal_form = ${marks.text('legal form')} where id = ${signalId}`;
}

/** The delivery that brought the signals, with a row that was refused. */
async function markDelivery({ sql, keys }: Stored, marks: Marks, { signals }: Life): Promise<string> {
  const id = randomUUID();
  const key = await keys.make([id]);
  const receipt = deliveredFile.seal(key, id, id, { fileName: marks.text('file name'), sha256: marks.text('checksum') });
  await sql`
    insert into deliveries (id, creditor_id, round_id, format, receipt, state, received_at, received_by, finished_at, same_file, rows, accepted, refused)
    values (${id}, 'woongoed-twente', ${roundId}, 'csv', ${receipt}, 'done', now(), 'schuldeiser-woongoed-twente', now(), ${marks.text('known file')}, ${signals.length + 1}, ${signals.length}, 1)`;
  for (const [n, signal] of signals.entries()) {
    await sql`insert into delivery_rows (delivery_id, line, reference, verdict, signal_id, round_id) select ${id}, ${n + 2}, reference, 'accepted', id, ${roundId} from signals where id = ${signal.id}`;
  }
  const sealed = refusedRow.seal(key, id, `${id}/9`, [{ field: 'amount', value: marks.text('refused value'), rule: 'amount', message: '' }]);
  await sql`insert into delivery_rows (delivery_id, line, reference, verdict, problems) values (${id}, 9, ${marks.text('refused reference', 80)}, 'refused', ${sealed})`;
  return id;
}

/** Every row of every table as text, with what bytes say as they are and unpacked. */
export async function everything(owner: Owner): Promise<string[]> {
  const tables = await owner<{ name: string }[]>`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'keys')`;
  const rows: string[] = [];
  for (const { name } of tables) {
    const found = await owner.unsafe(`select t::text as text from ${name} t`);
    rows.push(...found.map(({ text }) => `${name} ${String(text)} ${bytesIn(String(text)).join(' ')}`));
  }
  return rows;
}

function bytesIn(text: string): string[] {
  return [...text.matchAll(/\\x([0-9a-f]{2,})/g)].flatMap(([, hex = '']) => {
    const bytes = Buffer.from(hex, 'hex');
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return [bytes.toString(), ...(isPacked ? [gunzipSync(bytes).toString()] : [])];
  });
}

export const foundIn = (marks: Marks, rows: readonly string[]): string[] => rows.flatMap((row) => marks.foundIn(row).map((what) => `${what} in ${row.slice(0, 60)}`));

/** What reports are made of: counts and sums over cases, signals, attempts and deadlines. */
export async function figures(sql: Sql): Promise<unknown> {
  return {
    signals: await sql`
      select s.round_id, s.municipality_code, c.kind, s.state, s.reason, s.kind as arrears, s.crisis, s.warm, count(*), sum(amount_cents)::bigint as cents, count(distinct s.id) as ids, min(arrears_since) as since, min(received_at) as received, count(decided_at) as decided
      from signals s join creditors c on c.id = s.creditor_id group by 1, 2, 3, 4, 5, 6, 7, 8 order by 1, 2, 3, 4, 5, 6, 7, 8`,
    cases: await sql`
      select round_id, municipality_code, phase, ending, result, crisis, multiple, consecutive, help_accepted, count(*), sum(visits) as visits, sum(signal_count) as signals, sum(total_cents)::bigint as cents, min(opened_at) as opened, min(matched_at) as matched, max(closed_at) as closed,
        count(state->>'planId') as plans, sum(jsonb_array_length(state->'attempts')) as attempts, count(distinct household_id) as households
      from cases group by 1, 2, 3, 4, 5, 6, 7, 8, 9 order by 1, 2, 3, 4, 5, 6, 7, 8, 9`,
    deadlines: await sql`select kind, state, count(*), count(breached_at) as breached from deadlines group by 1, 2 order by 1, 2`,
    events: await sql`select type, data->>'outcome' as outcome, count(*) from timeline where seq is not null group by 1, 2 order by 1, 2`,
    facts: await sql`select municipality_code, to_char(happened_on, 'YYYY-MM') as month, kind, code, contact, part_of_day, creditor_id, count(*) from case_facts group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7`,
    handOvers: await sql`select count(*) from hand_overs`,
    feedbacks: await sql`select body, count(*) from feedbacks group by 1 order by 1`,
    decisions: await sql`select outcome, reason, count(*) from match_decisions group by 1, 2 order by 1, 2`,
    deliveries: await sql`select d.creditor_id, d.rows, d.accepted, d.refused, r.verdict, count(*) from deliveries d join delivery_rows r on r.delivery_id = d.id group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`,
    households: await sql`select municipality_code, count(*) from households group by 1 order by 1`,
  };
}
