import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AddressObject, ParsedMail } from 'mailparser';
import type { Sql } from '../../src/db/connect.ts';
import type { Recipient } from '../../src/domain/case/step.ts';
import { messageIdOf, sendOutboxMail } from '../../src/mail/send.ts';
import { templates } from '../../src/mail/templates/index.ts';
import { mailTransport } from '../../src/mail/transport.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { rent, toColleague, toCreditor, type Example } from './examples.ts';
import { mailServer, type MailServer } from '../../testkit/mail-server.ts';
import { ids, marked, seedCase, write } from './seed.ts';

const config = { mailFrom: 'Meldpunt <meldpunt@twente.test>', publicUrl: 'https://twente.test', hashKey: 'a key for tests only, of 32 characters or more' };

describe('mail', () => {
  let database: TestDatabase;
  let server: MailServer;

  beforeAll(async () => {
    [database, server] = await Promise.all([testDatabase(), mailServer()]);
    await seedCase(database.sql);
  });
  afterAll(() => Promise.all([database.drop(), server.stop()]));

  const send = async (id: string): Promise<ParsedMail> => {
    await sendOutboxMail({ sql: database.sql, keys: database.keys, transport: mailTransport(server.url), config }, id);
    const [row] = await database.sql<{ failure: string | null }[]>`select failure from outbox where id = ${id}`;
    expect(row?.failure).toBeNull();
    const mail = server.mails.at(-1);
    expect(mail?.messageId).toBe(messageIdOf(id, config));
    return mail as ParsedMail;
  };
  const sendExample = async ({ template, to, data, at }: Example) => send(await write(database.sql, template, to, data, at));

  test('has an example of every template here', () => {
    expect(new Set([...toCreditor, ...toColleague].map(({ template }) => template))).toEqual(new Set(Object.keys(templates)));
  });

  describe.each([...toCreditor, ...toColleague])('$template to $to.kind', (example) => {
    let mail: ParsedMail;
    beforeAll(async () => {
      mail = await sendExample(example);
    });

    test('says what the reader must know', () => {
      for (const fact of example.says) expect(words(mail.text)).toContain(fact);
    });

    test('says the same in text and in HTML', () => {
      expect(words(withoutMarkup(mail.html))).toBe(words(mail.text?.replace(/^- /gm, '')));
    });

    test('shows every address it links to in full', () => {
      const targets = [...String(mail.html).matchAll(/href="([^"]*)"/g)].map((match) => match[1]);
      expect(targets.length).toBeGreaterThan(0);
      for (const target of targets) expect(mail.text).toContain(target);
    });

    test('tells nothing of the person, anywhere in the mail', () => {
      const everything = [mail.text, mail.html, ...mail.headerLines.map(({ line }) => line)].join('\n');
      for (const secret of [...Object.values(marked), '98765', '987,65']) expect(everything).not.toContain(secret);
    });

    test('has a subject of plain words, without number or name', () => {
      expect(mail.subject).toMatch(/^[A-Z][a-z :,?]+( 2026)?$/);
    });
  });

  test.each(toCreditor)('$template to a creditor tells nothing of another creditor', async (example) => {
    const { text } = await sendExample(example);
    for (const other of ['STROOM-9', 'ENS-2026', 'Oost Energie', 'oost-energie']) expect(text).not.toContain(other);
  });

  test.each<[Recipient, string[]]>([
    [rent, ['achterstanden@woongoed-twente.test']],
    [{ kind: 'team' }, ['team-enschede@voorbeeld.test']],
    [{ kind: 'desk' }, ['meldpunt@voorbeeld.test']],
    [{ kind: 'project-leader' }, ['projectleider@voorbeeld.test']],
  ])('for %j goes to the address on file', async (to, addresses) => {
    const mail = await sendExample({ template: 'deadline-breach', to, data: { deadlineId: `${ids.case}.1` }, says: [] });
    expect((mail.to as AddressObject).value.map(({ address }) => address)).toEqual(addresses);
  });

  test('of a case without a team goes to the desk', async () => {
    await database.sql`update cases set team_id = null where id = ${ids.case}`;
    const mail = await sendExample({ template: 'deadline-warning', to: { kind: 'team' }, data: { deadlineId: `${ids.case}.1` }, says: [] });
    expect((mail.to as AddressObject).text).toBe('meldpunt@voorbeeld.test');
  });

  test('of a resident who was not reached says so, and lifts the suspension', async () => {
    const text = await feedbackAfter(database.sql, send, 'never-reached', false);
    expect(text).toContain('Uitkomst: Definitief geen contact kunnen krijgen');
    expect(text).toContain('U hoeft niet langer te wachten met incasso.');
  });

  test('of a match leaves out what the creditor replaced itself', async () => {
    const { text } = await sendExample({ template: 'drop-outs', to: rent, data: { roundId: ids.round }, says: [] });
    expect(text).not.toContain('HUUR-66');
  });

  test('of a deadline of a round points to the round', async () => {
    const deadlineId = `round-${ids.round}.match-result`;
    await database.sql`
      insert into deadlines (id, round_id, kind, owner, state, term, started_at, due_on, due_before, seq)
      values (${deadlineId}, ${ids.round}, 'match-result', 'desk', 'open', '{}', now(), '2026-12-04', now(), 1)`;
    const { text } = await sendExample({ template: 'deadline-warning', to: { kind: 'desk' }, data: { deadlineId }, says: [] });
    expect(text).toContain(`https://twente.test/rondes/${ids.round}`);
  });

  test('of help that was accepted does not name a result that is not about arrears', async () => {
    expect(await feedbackAfter(database.sql, send, 'follow-up-not-financial', true)).not.toContain('Vervolghulp');
  });

  test('sent twice, after a crash that forgot the first, carries the same Message-ID', async () => {
    const id = await write(database.sql, 'go', rent);
    const first = await send(id);
    await database.sql`update outbox set sent_at = null, message_id = null where id = ${id}`;
    const second = await send(id);
    expect(second.messageId).toMatch(/^<[\w-]{43}@twente\.test>$/);
    expect(second.messageId).toBe(first.messageId);
  });

  test('tells automatic repliers not to answer', async () => {
    const mail = await sendExample({ template: 'go', to: rent, says: [] });
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
  });
});

async function feedbackAfter(sql: Sql, send: (id: string) => Promise<ParsedMail>, result: string, helpAccepted: boolean): Promise<string> {
  const [feedback] = await sql<{ id: string }[]>`
    insert into feedbacks (id, case_id, body, author_id, created_at) values (gen_random_uuid(), ${ids.case}, '{}', 'x', now()) returning id`;
  const feedbackId = feedback?.id ?? '';
  await sql`update cases set result = ${result} where id = ${ids.case}`;
  await sql`
    insert into timeline (case_id, key, type, at, actor_id, actor_role, data)
    values (${ids.case}, ${feedbackId}, 'feedback-sent', now(), 'x', 'caseworker', ${sql.json({ feedbackId, helpAccepted })})`;
  const mail = await send(await write(sql, 'feedback', rent, { feedbackId }));
  return mail.text ?? '';
}

const words = (text: string | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();

/** What a reader of the HTML sees; the tags are written by us, so a pattern finds them all. */
function withoutMarkup(html: string | false | undefined): string {
  const seen = String(html).replace(/<head>.*<\/head>/s, '').replace(/<[^>]+>/g, ' ');
  return seen.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}
