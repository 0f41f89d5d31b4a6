/** Whom a mail reaches, of colleagues of every role in two municipalities and the region: read off a real mail server. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Recipient } from '../../src/domain/case/step.ts';
import { people } from '../../src/domain/identity/access.ts';
import { twentePolicy } from '../../src/domain/planning/policy.ts';
import { sendOutboxMail } from '../../src/mail/send.ts';
import { templates } from '../../src/mail/templates/index.ts';
import { mailTransport } from '../../src/mail/transport.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { toColleague, toCreditor, type Example } from './examples.ts';
import { mailServer, type MailServer } from '../../testkit/mail-server.ts';
import { happenedAt, ids, seedCase, write } from './seed.ts';

/** `seedCase` makes its case in the first. */
const [enschede, hengelo] = ['0153', '0164'] as const;
const config = { mailFrom: 'meldpunt@twente.test', publicUrl: 'https://twente.test', hashKey: 'a key for tests only, of 32 characters or more' };

let database: TestDatabase;
let server: MailServer;
beforeAll(async () => {
  [database, server] = await Promise.all([testDatabase(), mailServer()]);
  await seedCase(database.sql);
  const roles = people.filter((role) => role !== 'creditor');
  const accounts = [enschede, hengelo].flatMap((municipalityCode) => roles.map((role) => ({ id: `${role}-${municipalityCode}`, name: role, email: `${role}@${municipalityCode}.test`, role, municipalityCode })));
  await database.sql`insert into accounts ${database.sql(accounts)}`;
});
afterAll(() => Promise.all([database.drop(), server.stop()]));

/** The envelopes' recipients, in their order. */
async function reached({ template, to, data }: Pick<Example, 'template' | 'to' | 'data'>): Promise<string[]> {
  const before = server.asked.length;
  const id = await write(database.sql, template, to, data);
  expect(await sendOutboxMail({ sql: database.sql, keys: database.keys, transport: mailTransport(server.url), config }, id)).toBe('sent');
  return server.asked.slice(before);
}

const kinds: Recipient[] = [{ kind: 'team' }, { kind: 'desk' }, { kind: 'project-leader' }, { kind: 'privacy-officer' }];
const ofRole = (role: string, ...municipalities: (string | undefined)[]) => municipalities.map((code) => `${role}@${code}.test`);
const regional: Record<string, string> = { desk: 'meldpunt@voorbeeld.test', 'project-leader': 'projectleider@voorbeeld.test', 'privacy-officer': 'privacy@voorbeeld.test' };

/** What a team's people are told themselves. */
const toItsPeople: string[] = ['crisis', 'new-cases'];
const examples = [...toCreditor, ...toColleague];

describe('a mail about a case', () => {
  test('of every template there is', () => expect(new Set(examples.map(({ template }) => template))).toEqual(new Set(Object.keys(templates))));

  test.each(toColleague.filter(({ template }) => !['verification-failed', 'audit-sealing', 'match-list', 'daily'].includes(template)).flatMap((example) => kinds.map((to) => ({ ...example, to }))))(
    '$template to $to.kind stays in its municipality and the region',
    async (example) => {
      const { kind } = example.to;
      expect(new Set(await reached(example))).toEqual(new Set(kind === 'team' ? ['team-enschede@voorbeeld.test', ...(toItsPeople.includes(example.template) ? ['medewerker-enschede@voorbeeld.test'] : [])] : [regional[kind], ...ofRole(kind, enschede)]));
    },
  );

  test.each(toCreditor)('$template to a creditor reaches that creditor alone', async (example) => {
    expect(await reached(example)).toEqual(['achterstanden@woongoed-twente.test']);
  });

  test('whose team is of another municipality, or has no address, is for its own desk', async () => {
    const mail = { template: 'signal-joined' as const, to: { kind: 'team' as const } };
    for (const teamId of ['team-hengelo', null]) {
      await database.sql`update cases set team_id = ${teamId} where id = ${ids.case}`;
      expect(new Set(await reached(mail))).toEqual(new Set([regional['desk'], ...ofRole('desk', enschede)]));
    }
    await database.sql`update teams set email = ' ' where id = 'team-enschede'`;
    await database.sql`update cases set team_id = 'team-enschede' where id = ${ids.case}`;
    expect(await reached(mail)).not.toContain(' ');
  });
});

describe('a mail about what is of the region', () => {
  test('such as the nightly check, of cases anywhere, reaches no municipality', async () => {
    expect(await reached({ template: 'verification-failed', to: { kind: 'project-leader' }, data: { verificationId: ids.verification } })).toEqual([regional['project-leader']]);
  });

  test.each([['privacy-officer', 'privacy@voorbeeld.test'], ['administrator', 'beheer@voorbeeld.test']] as const)('such as the sealing of the audit log, to the %s, reaches no municipality', async (kind, address) => {
    expect(await reached({ template: 'audit-sealing', to: { kind }, data: { trouble: 'failed' } })).toEqual([address]);
  });

  test.each(['deadline-warning', 'deadline-breach'] as const)('such as a round’s %s reaches no municipality', async (template) => {
    const deadlineId = `round-${ids.round}.match-result`;
    await database.sql`
      insert into deadlines (id, round_id, kind, owner, state, term, started_at, due_on, due_before, seq)
      values (${deadlineId}, ${ids.round}, 'match-result', 'desk', 'open', ${database.sql.json({ unit: 'workingDays', amount: 2 })}, ${happenedAt}, '2026-11-24', '2026-11-24T23:00:00Z', 0) on conflict do nothing`;
    expect(await reachedOf(template, deadlineId, 'desk')).toEqual([regional['desk']]);
  });
});

describe('a mail about a request under the AVG', () => {
  test.each<[string, string | null, string[]]>([
    ['of one municipality reaches that one', enschede, ofRole('privacy-officer', enschede)],
    ['that reaches over the region is for the region', null, []],
  ])('%s', async (_, within, municipal) => {
    const [requestId, deadlineId] = [randomUUID(), randomUUID()];
    await database.sql`
      insert into avg_requests (id, kind, case_id, municipality_code, within, received_on, recorded_at, recorded_by, policy_version)
      values (${requestId}, 'inspection', ${ids.case}, ${enschede}, ${within}, '2026-11-20', ${happenedAt}, 'x', ${twentePolicy.version})`;
    await database.sql`
      insert into deadlines (id, avg_request_id, municipality_code, kind, owner, state, term, started_at, due_on, due_before, seq)
      values (${deadlineId}, ${requestId}, ${enschede}, 'avg-request', 'privacy-officer', 'open', ${database.sql.json({ unit: 'months', amount: 1 })}, ${happenedAt}, '2026-12-20', '2026-12-20T23:00:00Z', 0)`;
    for (const template of ['deadline-warning', 'deadline-breach'] as const)
      expect(new Set(await reachedOf(template, deadlineId, 'privacy-officer'))).toEqual(new Set([regional['privacy-officer'], ...municipal]));
  });
});

/** As a round or a request writes it: of no case. */
async function reachedOf(template: 'deadline-warning' | 'deadline-breach', deadlineId: string, kind: 'desk' | 'privacy-officer'): Promise<string[]> {
  const before = server.asked.length;
  const id = await write(database.sql, template, { kind }, { deadlineId });
  await database.sql`update outbox set case_id = null where id = ${id}`;
  expect(await sendOutboxMail({ sql: database.sql, keys: database.keys, transport: mailTransport(server.url), config }, id)).toBe('sent');
  return server.asked.slice(before);
}
