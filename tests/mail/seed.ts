import { randomUUID } from 'node:crypto';
import type { Sql } from '../../src/db/connect.ts';
import { twentePolicy } from '../../src/domain/planning/policy.ts';
import type { MailRecipient, TemplateName } from '../../src/db/queries/outreach/outbox.ts';
import { seedTwente } from '../../src/usecases/identity/seed-twente.ts';
import { keyStore } from '../../src/privacy/key-store.ts';
import { address, headings, person } from '../../src/privacy/personal.ts';
import { masterKeys } from '../../testkit/data/keys.ts';
import { places } from '../../testkit/data/places.ts';

export const ids = {
  case: '0b6f3f0e-0000-4000-8000-000000000001',
  household: '0b6f3f0e-0000-4000-8000-000000000002',
  person: '0b6f3f0e-0000-4000-8000-000000000003',
  delivery: '0b6f3f0e-0000-4000-8000-000000000004',
  unreadable: '0b6f3f0e-0000-4000-8000-000000000005',
  feedback: '0b6f3f0e-0000-4000-8000-000000000006',
  corrected: '0b6f3f0e-0000-4000-8000-000000000009',
  rent: '0b6f3f0e-0000-4000-8000-000000000011',
  energy: '0b6f3f0e-0000-4000-8000-000000000012',
  dropped: '0b6f3f0e-0000-4000-8000-000000000013',
  replaced: '0b6f3f0e-0000-4000-8000-000000000014',
  cutShort: '0b6f3f0e-0000-4000-8000-000000000007',
  round: 'twente-2026-10',
  /** A mail that went in a digest. */
  entry: '0b6f3f0e-0000-4000-8000-000000000001.4.0',
  endpoint: '0b6f3f0e-0000-4000-8000-000000000021',
  verification: '0b6f3f0e-0000-4000-8000-000000000008',
};

/** What may never stand in a creditor's mail, nor in any other. */
export const marked = { lastName: 'Merkenaam', initials: 'Q.X.Z.', phone: '0612345678', email: 'merk@inwoner.test', street: 'Merkstraat', place: 'Merkstad', postcode: '7599ZZ' };

export const happenedAt = '2026-11-20T10:00:00.000Z';

const municipalityCode = places[0]?.gemeentecode ?? '';

/** Twente with one case: a rent signal and an energy signal at the address of one marked person, and a drop-out. */
export async function seedCase(sql: Sql): Promise<void> {
  await seedTwente(sql, places);
  const [team] = await sql<{ id: string }[]>`select id from teams where municipality_code = ${municipalityCode}`;
  await sql`insert into rounds (id, region_id, month, cut_off, state, opened_at) values (${ids.round}, 'twente', '2026-10', ${happenedAt}, 'confirmed', ${happenedAt})`;
  await sql`
    insert into households (id, address_hash, municipality_code) values (${ids.household}, 'hash', ${municipalityCode})`;
  const keys = await keyStore(sql, masterKeys).make([ids.case]);
  const { lastName, initials, phone, email, street, place, postcode } = marked;
  const sealed = person.seal(keys, ids.case, ids.person, { lastName, initials, birthDate: null, phone, email, street, place });
  await sql`insert into persons ${sql({ id: ids.person, sealed, sealedFor: ids.case, nameIndex: 'index', personKey: 'key' })}`;
  await sql`
    insert into cases (id, household_id, municipality_code, round_id, policy_version, phase, team_id, opened_at, matched_at, seq, result, address)
    values (${ids.case}, ${ids.household}, ${municipalityCode}, ${ids.round}, ${twentePolicy.version}, 'visiting', ${team?.id ?? null}, ${happenedAt}, ${happenedAt}, 5, 'follow-up-not-financial', ${address.seal(keys, ids.case, ids.case, { key: `${postcode}-87`, postcode, houseNumber: 87, addition: '', place })})`;
  await sql`insert into signals ${sql([
    signal(ids.rent, 'woongoed-twente', 'HUUR-1 & <2>', 'in-case', null),
    signal(ids.energy, 'oost-energie', 'STROOM-9', 'in-case', null),
    signal(ids.dropped, 'woongoed-twente', 'HUUR-77', 'dropped', 'arrears-age'),
    signal(ids.replaced, 'woongoed-twente', 'HUUR-66', 'dropped', 'replaced', ids.rent),
  ])}`;
  await sql`insert into deadlines ${sql([
    deadline(1, 'first-visit', '2026-12-03', null, happenedAt),
    deadline(2, 'feedback', '2026-12-30', null, happenedAt),
    deadline(3, 're-check-answer', '2026-12-04', 'woongoed-twente', happenedAt),
    deadline(4, 're-check-reminder', '2026-12-11', 'woongoed-twente', happenedAt),
    deadline(5, 're-check-answer', '2027-06-01', 'woongoed-twente', '2027-05-01T10:00:00.000Z'),
  ])}`;
  await sql`
    insert into feedbacks (id, case_id, body, author_id, created_at)
    values (${ids.feedback}, ${ids.case}, ${sql.json({ cause: 'income-drop', currentPayments: { state: 'resumes-on', date: '2027-01-01' }, outlook: 'arrears-only', approach: ['arrangement', 'direct-payment'] })}, 'x', ${happenedAt})`;
  await sql`
    insert into feedbacks (id, case_id, body, author_id, created_at)
    values (${ids.corrected}, ${ids.case}, ${sql.json({ cause: 'income-drop', currentPayments: { state: 'not-agreed' }, outlook: 'problematic-debts', approach: ['debt-services'] })}, 'x', ${happenedAt})`;
  await sql`
    insert into timeline (case_id, key, seq, type, at, actor_id, actor_role, data)
    values (${ids.case}, '5.0', 5, 'feedback-sent', ${happenedAt}, 'x', 'caseworker', ${sql.json({ feedbackId: ids.feedback, helpAccepted: true })})`;
  await sql`insert into outbox (id, template, recipient, case_id, created_at, sent_at) values (${ids.entry}, 'go', ${sql.json({ kind: 'creditor', id: 'woongoed-twente' })}, ${ids.case}, ${happenedAt}, ${happenedAt})`;
  await sql`insert into webhook_endpoints (id, creditor_id, url, secret, created_at, created_by, disabled_at, disabled_because) select ${ids.endpoint}, 'woongoed-twente', 'https://hook.woongoed-twente.test/in', '', ${happenedAt}, id, ${happenedAt}, 'gone' from accounts where creditor_id = 'woongoed-twente' limit 1`;
  await sql`insert into deliveries ${sql([
    { ...delivery, id: ids.delivery, state: 'done', rows: 20, accepted: 15, duplicates: 3, refused: 2, problem: null },
    { ...delivery, id: ids.cutShort, state: 'done', rows: 9, accepted: 9, duplicates: 0, refused: 0, problem: { message: 'Regel 10 is afgebroken.', advice: 'Lever de rest opnieuw aan.' } as never },
    { ...delivery, id: ids.unreadable, state: 'unreadable', rows: 0, accepted: 0, duplicates: 0, refused: 0, problem: { message: 'Het bestand is leeg.', advice: 'Controleer de export.' } as never },
  ])}`;
  await sql`insert into rounds (id, region_id, month, cut_off, state, opened_at) values ('twente-2026-11', 'twente', '2026-11', '2026-11-25T10:00:00Z', 'open', ${happenedAt}) on conflict do nothing`;
  await sql`insert into delivery_rows ${sql([16, 17].map((line) => ({ deliveryId: ids.delivery, line, reference: null, verdict: 'accepted', signalId: null, roundId: 'twente-2026-11', problems: null })))}`;
  const own = await keyStore(sql, masterKeys).make([ids.delivery]);
  const header = headings.seal(own, ids.delivery, ids.delivery, { header: [], unusedColumns: ['Maandhuur', marked.phone], unreadSheets: [] });
  await sql`update deliveries set header = ${header} where id = ${ids.delivery}`;
  const differs = (column: string) => ({ caseId: ids.case, table: 'cases', key: ids.case, column, inPostgres: 1, fromHistory: 2 });
  await sql`
    insert into verifications (id, scope, started_at, finished_at, cases, differences, findings)
    values (${ids.verification}, 'nightly', ${happenedAt}, ${happenedAt}, 1204, 2, ${sql.json([differs('visits'), differs('seq')])})`;
}

const delivery = { creditorId: 'woongoed-twente', roundId: ids.round, format: 'csv', receivedAt: '2026-10-20T07:15:00Z', receivedBy: 'x' };

function signal(id: string, creditorId: string, reference: string, state: string, reason: string | null, replacedBy: string | null = null) {
  const fixed = { roundId: ids.round, municipalityCode, householdId: ids.household, personId: ids.person, caseId: ids.case, amountCents: 98_765, arrearsSince: '2026-09-01', kind: 'rent', contentHash: 'hash' };
  return { ...fixed, id, creditorId, reference, state, reason, replacedBy, receivedAt: happenedAt };
}

function deadline(n: number, kind: string, dueOn: string, creditorId: string | null, startedAt: string) {
  const term = { unit: 'calendarDays', amount: 14 } as never;
  return { id: `${ids.case}.${n}`, caseId: ids.case, kind, owner: 'caseworker', creditorId, state: 'open', term, startedAt, dueOn, dueBefore: `${dueOn}T23:00:00Z`, seq: 5 };
}

/** Writes an outbox row as whoever tells of something does; returns its id, which no other test uses. */
export async function write(sql: Sql, template: TemplateName, recipient: MailRecipient, data: Record<string, unknown> = {}, createdAt = happenedAt): Promise<string> {
  const id = `${randomUUID()}.9.0`;
  const ofCase = !['digest', 'receipt', 'drop-outs', 'verification-failed', 'audit-sealing', 'match-list', 'daily', 'webhook-disabled'].includes(template);
  await sql`
    insert into outbox (id, template, recipient, data, case_id, created_at)
    values (${id}, ${template}, ${sql.json(recipient)}, ${sql.json(data as never)}, ${ofCase ? ids.case : null}, ${createdAt})`;
  return id;
}
