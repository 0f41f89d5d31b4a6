import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTransport } from 'nodemailer';
import type { SendMailOptions } from 'nodemailer';
import { startMailCatcher } from '../../scripts/mail-catcher/catcher.ts';
import type { MailCatcher } from '../../scripts/mail-catcher/catcher.ts';
import { freePort } from '../../scripts/parts/ports.ts';
import { readPage } from '../../testkit/page.ts';

describe('the mail catcher', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mail-catcher-'));
  let catcher: MailCatcher;

  const start = async (): Promise<MailCatcher> => startMailCatcher({ smtpPort: await freePort(), webPort: await freePort(), folder });
  const get = async (path: string): Promise<string> => (await fetch(`${catcher.webUrl}${path}`)).text();
  const firstLink = async (): Promise<string> => readPage(await get('/')).values('a[href^="/mail/"]', 'href')[0] ?? 'no mail';
  const send = async (mail: SendMailOptions): Promise<void> => {
    await createTransport(catcher.smtpUrl).sendMail({ from: 'meldpunt@example.nl', to: 'corporatie@example.nl', ...mail });
  };

  beforeAll(async () => {
    catcher = await start();
  });
  afterAll(async () => {
    await catcher.stop();
    rmSync(folder, { recursive: true });
  });

  test('shows an empty box before the first mail', async () => {
    expect(await get('/')).toContain('Er is nog geen e-mail.');
  });

  test('lists mails newest first, with markup in a subject as plain text', async () => {
    await send({ subject: 'Ouder', text: 'een' });
    await send({ subject: 'Nieuwer <b>&', text: 'twee' });
    const list = readPage(await get('/')).text;
    expect(list).toContain('Nieuwer <b>&');
    expect(list.indexOf('Nieuwer')).toBeLessThan(list.indexOf('Ouder'));
  });

  test('shows text, addresses and headers of a mail', async () => {
    await send({ subject: 'Terugkoppeling', text: 'Het gaat <goed>', headers: { 'X-Case': 'zaak-1' } });
    const shown = readPage(await get(await firstLink())).text;
    for (const part of ['Het gaat <goed>', 'meldpunt@example.nl', 'corporatie@example.nl', 'X-Case: zaak-1']) {
      expect(shown).toContain(part);
    }
  });

  test('shows HTML in a sandbox where no script runs and nothing is fetched', async () => {
    await send({ subject: 'Opgemaakt', html: '<p>Dag</p><script>alert(1)</script>' });
    const link = await firstLink();
    expect(readPage(await get(link)).values('iframe[sandbox=""]', 'src')).toEqual([`${link}/html`]);
    const inner = await fetch(`${catcher.webUrl}${link}/html`);
    expect(inner.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
    expect(await inner.text()).toContain('<p>Dag</p>');
  });

  test('gives an attachment back byte for byte', async () => {
    await send({ subject: 'Met bijlage', text: 'zie bijlage', attachments: [{ filename: 'ontvangst.csv', content: 'a;b\n' }] });
    expect(await get(`${await firstLink()}/bijlage/0`)).toBe('a;b\n');
  });

  test('keeps its mails over a restart', async () => {
    await send({ subject: 'Blijft', text: 'hier' });
    await catcher.stop();
    catcher = await start();
    expect(await get('/')).toContain('Blijft');
  });

  test.each(['/mail/..%2F..%2Fpackage.json', '/mail/2020-01-01T00-00-00-000Z-00000000', '/mail/x.eml'])('answers 404 for %s', async (path) => {
    expect((await fetch(`${catcher.webUrl}${path}`)).status).toBe(404);
  });
});
