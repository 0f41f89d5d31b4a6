import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import nodemailer from 'nodemailer';
import { z } from 'zod';
import { routes } from '../../api/routes/index.ts';
import { may } from '../../src/domain/identity/access.ts';
import { sendOutboxMail } from '../../src/mail/send.ts';
import type { MailTransport } from '../../src/mail/transport.ts';
import { creditorSignalSchema } from '../../src/wording/documents/creditors-view.ts';
import { person } from '../../src/privacy/personal.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { repeatable } from '../random-lives/dice.ts';
import { Marks } from './marks.ts';
import { live, throughAll, type Life } from './written-life.ts';

const creditors = ['woongoed-twente', 'oost-energie'];
const page = z.strictObject({ items: z.array(creditorSignalSchema), nextCursor: z.string().nullable() });

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

/** Everything a creditor gets when it asks for everything there is, by every id that it could know. */
async function answersTo(creditor: string, { caseId, signals }: Life, asking: 'what it may' | 'everything'): Promise<string[]> {
  const ids = [caseId, creditor, 'twente-2026-10', '2026-10', `${caseId}.1`, ...signals.map(({ id }) => id)];
  const open = routes.filter((route) => route.method === 'get' && (asking === 'everything' || route.may === 'anyone' || may('creditor', route.may)));
  const paths = open.flatMap(({ path }) => (path.includes('{') ? ids.map((id) => path.replace(/\{\w+\}/, id)) : [path]));
  const asked = paths.map(async (path) => {
    const { status, body, headers } = await api.call<unknown>(`schuldeiser-${creditor}`, 'GET', `/api/v1${path}`);
    return `${path} ${status} ${JSON.stringify([...headers])} ${typeof body === 'string' ? body : JSON.stringify(body)}`;
  });
  const refused = await api.call(`schuldeiser-${creditor}`, 'POST', `/api/v1/cases/${caseId}/go`, {});
  return [...(await Promise.all(asked)), JSON.stringify(refused.body)];
}

/** Every mail of the case to a creditor, as it goes over the wire. */
async function mailsOf({ caseId }: Life): Promise<{ creditorId: string; raw: string }[]> {
  const rows = await api.sql<{ id: string; creditorId: string }[]>`
    select id, recipient->>'id' as creditor_id from outbox where case_id = ${caseId} and recipient->>'kind' = 'creditor' and sent_at is null and failed_at is null order by created_at`;
  const writer = nodemailer.createTransport({ streamTransport: true, buffer: true });
  const mails: { creditorId: string; raw: string }[] = [];
  for (const { id, creditorId } of rows) {
    const sendMail = async (mail: object) => {
      const { message, ...rest } = await writer.sendMail(mail);
      mails.push({ creditorId, raw: (message as Buffer).toString() });
      return { ...rest, rejected: [] };
    };
    await sendOutboxMail({ sql: api.sql, keys: api.keys, transport: { sendMail } as unknown as MailTransport, config: { mailFrom: 'Meldpunt <meldpunt@twente.test>', publicUrl: 'https://twente.test', hashKey: 'a key for tests only, of 32 characters or more' } }, id);
  }
  return mails;
}

const viewsOf = async (creditor: string, { signals }: Life) => {
  const own = signals.filter(({ creditorId }) => creditorId === creditor);
  return Promise.all(own.map(async ({ id }) => (await api.call<unknown>(`schuldeiser-${creditor}`, 'GET', `/api/v1/signals/${id}`)).body));
};

/** Marks the person of another creditor's signals, and what that creditor calls them. */
async function markSignals(marks: Marks, life: Life): Promise<void> {
  for (const signal of life.signals) {
    const who = { lastName: marks.text('last name', 200), initials: marks.text('initials', 200), birthDate: null, phone: marks.text('phone', 200), email: marks.text('email', 200), street: marks.text('street', 200), place: marks.text('place', 200) };
    const [stored] = await api.sql<{ id: string; sealedFor: string }[]>`select id, sealed_for from persons where id = (select person_id from signals where id = ${signal.id})`;
    if (stored === undefined) throw new Error('a signal without a person');
    const sealed = person.seal(await api.keys.make([stored.sealedFor]), stored.sealedFor, stored.id, who);
    await api.sql`update persons set sealed = ${sealed} where id = ${stored.id}`;
  }
}

describe('what creditors can get of a case', () => {
  let run = 0;
  const seen = { actions: new Set<string>(), templates: new Set<string>(), marks: 0 };

  test('holds no word that a colleague wrote, nothing of the person and nothing of the other creditor, whatever happens', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(100_000), { minLength: 6, maxLength: 14, size: 'max' }), async (throws) => {
        const marks = new Marks();
        const life = await live({ sql: api.sql, keys: api.keys }, marks, creditors, throws);
        await markSignals(marks, life);
        for (const action of life.done) seen.actions.add(action);
        seen.marks += marks.made.size;
        const mails = await mailsOf(life);
        for (const creditor of creditors) {
          const others = life.signals.filter(({ creditorId }) => creditorId !== creditor).flatMap(({ id, reference, creditorId }) => [id, reference, creditorId]);
          const mine = mails.filter(({ creditorId }) => creditorId === creditor).map(({ raw }) => raw);
          const got = [...(await answersTo(creditor, life, run++ === 0 ? 'everything' : 'what it may')), ...mine].map((text) => withoutAsked(text, others));
          expect(got.flatMap((text) => marks.foundIn(text).map((what) => `${what} in ${text.slice(0, 60)}`))).toEqual([]);
          expect(got.flatMap((text) => others.filter((other) => text.includes(other)).map((other) => `${other} in ${text.slice(0, 60)}`))).toEqual([]);
          const views = await viewsOf(creditor, life);
          for (const view of views) creditorSignalSchema.parse(view);
          // A case's id tells when it began, and two creditors at one address would read the same.
          expect([...mine.map((raw) => raw.replaceAll('=\r\n', '')), JSON.stringify(views)].filter((text) => text.includes(life.caseId))).toEqual([]);
        }
        expect(mails.length).toBeGreaterThan(0);
      }),
      { ...repeatable(6), examples: [[throughAll]], endOnFailure: true },
    );
    expect(seen.marks).toBeGreaterThan(100);
  }, 120_000);

  test('was searched after every kind of step that colleagues take', () => {
    expect([...seen.actions]).toEqual(expect.arrayContaining(['go', 'record-attempt', 'complete-plan', 'send-feedback', 'answer-re-check']));
  });

  test('is a closed schema: pages of signals too', async () => {
    for (const creditor of creditors) {
      const { body } = await api.call<unknown>(`schuldeiser-${creditor}`, 'GET', `/api/v1/creditors/${creditor}/signals`);
      expect(page.parse(body).items.length).toBeGreaterThan(0);
    }
  });

  test('is the same whether others are at the address or not', async () => {
    const done = new Set<string>();
    const toldOf = async (life: Life) => {
      const mails = await mailsOf(life);
      return nameless([await viewsOf('woongoed-twente', life), mails.filter(({ creditorId }) => creditorId === 'woongoed-twente').map(({ raw }) => raw.replaceAll('=\r\n', ''))], life);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(100_000), { minLength: 7, maxLength: 10, size: 'max' }), async (throws) => {
        const alone = await live({ sql: api.sql, keys: api.keys }, new Marks(), ['woongoed-twente'], throws);
        const among = await live({ sql: api.sql, keys: api.keys }, new Marks(), ['woongoed-twente', 'oost-energie', 'zorgzeker', 'oost-energie'], throws);
        // A re-check waits for all: what is done in it may differ.
        fc.pre(among.done.join() === alone.done.join());
        for (const action of alone.done) done.add(action);
        expect(await toldOf(among)).toEqual(await toldOf(alone));
      }),
      { numRuns: 3, seed: 20_261_125, examples: [[throughAll.slice(0, 4)]], endOnFailure: true },
    );
    expect([...done]).toContain('send-feedback');
  }, 60_000);
});

test('marks are found however they are written or encoded', () => {
  const marks = new Marks();
  const texts = Array.from({ length: 22 }, (_, n) => marks.text(`mark ${n}`));
  for (const [n, text] of texts.entries()) {
    const bytes = Buffer.from(text);
    const quotedPrintable = [...bytes].map((byte) => `=${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('').replace(/(.{60})/g, '$1=\r\n');
    const entities = text.replace(/./gsu, (letter) => `&#x${(letter.codePointAt(0) ?? 0).toString(16)};`);
    for (const form of [text, `aa${bytes.toString('base64')}`, quotedPrintable, entities, encodeURIComponent(text), JSON.stringify(text)]) expect(marks.foundIn(form)).toContain(`mark ${n}`);
  }
  expect(marks.foundIn('nothing of the kind')).toEqual([]);
});

/** What was asked for by its own address is known to who asks. */
function withoutAsked(text: string, ids: readonly string[]): string {
  const path = /^\S+/.exec(text)?.[0] ?? '';
  return ids.filter((id) => path.includes(id)).reduce((rest, id) => rest.replaceAll(id, '(asked)'), text);
}

/** Ids, moments and what follows from them are each case's own. */
function nameless(got: unknown, { caseId, signals }: Life): string {
  const known = [caseId, ...signals.flatMap(({ id, reference }) => [id, reference])];
  const text = known.reduce((rest, id) => rest.replaceAll(id, '(id)'), JSON.stringify(got));
  return text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '(moment)').replace(/--_NmP-[^"\\]*/g, '(boundary)').replace(/boundary=\\?"[^"]*"/g, '(boundary)').replace(/Date: [^\\]*/g, '(date)').replace(/Message-ID: <[\w-]{43}@/g, '(message)');
}
