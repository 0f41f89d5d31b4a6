/** A caseworker's work in a real browser, from signing in on, with script and without. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { cacheFolder } from '../../scripts/parts/cache.ts';
import { launchBrowser, personIn, wrongWith, type Person } from '../../testkit/browser/browser.ts';
import { startServed, type Served } from '../../testkit/browser/served.ts';

let served: Served;
let browser: Browser;
beforeAll(async () => {
  served = await startServed();
  browser = await launchBrowser();
}, 180_000);
afterAll(async () => {
  await browser.close();
  await served.stop();
});

/** For a person to look at: kept outside the project, and compared with nothing. */
const pictures = join(cacheFolder('.'), 'pictures');
mkdirSync(pictures, { recursive: true });
async function picture({ page }: Person, name: string): Promise<void> {
  for (const [size, width] of [['phone', 390], ['desktop', 1280]] as const) {
    await page.setViewportSize({ width, height: 844 });
    await page.screenshot({ path: join(pictures, `${name}-${size}.png`), fullPage: true });
  }
}

async function caseToVisit(): Promise<string> {
  const { id } = await served.api.caseInTriage({ creditors: ['woongoed-twente', 'oost-energie'] });
  const { status } = await served.call('meldpunt', 'POST', `/api/v1/cases/${id}/go`, {});
  expect(status).toBe(200);
  return id;
}

describe.each([{ name: 'with script', script: true }, { name: 'without script', script: false }])('a caseworker, $name,', ({ script }) => {
  let person: Person;
  beforeEach(async () => {
    person = await personIn(browser, served.hosts, { script });
  });
  afterEach(() => person.context.close());

  test('signs in, finds the stop of today, records that nobody was home by one button, and takes it back', async () => {
    const id = await caseToVisit();
    await served.signIn(person, 'medewerker-enschede');
    const { page } = person;
    expect(new URL(page.url()).pathname).toBe('/vandaag');
    const card = page.locator(`#zaak-${id}`);
    if (script) {
      expect(await wrongWith(person)).toEqual([]);
      await picture(person, 'vandaag');
    }
    await card.getByRole('button', { name: /^Niet thuis/ }).click();
    await page.getByRole('status').waitFor();
    expect(await page.getByRole('status').textContent()).toContain('De uitkomst is vastgelegd.');
    expect(await card.count()).toBe(0);
    if (script) {
      expect(await wrongWith(person)).toEqual([]);
      await picture(person, 'vandaag-gedaan');
    }
    await page.getByRole('button', { name: 'Herstel' }).click();
    await page.getByRole('status').waitFor();
    expect(await page.getByRole('status').textContent()).toContain('teruggenomen');
    expect(await card.count()).toBe(1);
    expect(await served.api.sql`select detail->>'reason' as reason, action, outcome from audit_log where case_id = ${id} and actor_id = 'medewerker-enschede' and action in ('record-attempt', 'take-back-attempt') order by id`).toMatchObject([{ action: 'record-attempt', outcome: 'done' }, { action: 'take-back-attempt', outcome: 'done' }]);
  });

  test('opens a case by a link in a mail, sees people only when asking for them, and makes an appointment after mending what was wrong', async () => {
    const id = await caseToVisit();
    const { page } = person;
    await page.goto(`${served.origin}/zaken/${id}`);
    await page.locator('button[value="medewerker-enschede"]').click();
    await page.waitForURL(`${served.origin}/zaken/${id}`);
    expect(await page.getByText('Geboren').count()).toBe(0);
    if (script) {
      expect(await wrongWith(person)).toEqual([]);
      await picture(person, 'zaak');
    }
    await page.getByRole('button', { name: /^Toon/ }).click();
    expect(await page.getByText('Geboren').count()).toBeGreaterThan(0);
    await page.goto(`${served.origin}/zaken/${id}/afspraak`);
    await page.getByRole('button', { name: 'Afspraak vastleggen' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.locator('#time').getAttribute('aria-invalid')).toBe('true');
    if (script) {
      expect(await wrongWith(person)).toEqual([]);
      await picture(person, 'afspraak-fout');
    }
    await page.locator('#time').fill('14:30');
    await page.getByRole('button', { name: 'Afspraak vastleggen' }).click();
    await page.waitForURL(new RegExp(`/zaken/${id}`));
    expect(await page.getByText('om 14:30').count()).toBeGreaterThan(0);
  });
});

describe('every page of a caseworker, of everybody, and every error, on a phone and at a desk', () => {
  let person: Person;
  let id: string;
  beforeAll(async () => {
    id = await caseToVisit();
    person = await personIn(browser, served.hosts);
    await served.signIn(person, 'medewerker-enschede');
  });
  afterAll(() => person.context.close());

  const paths = ['/zaken?wie=ik', '/zaken', '/zaken/{id}/tijdlijn', '/zaken/{id}/vooruitblik', '/zaken/{id}/bezoek', '/zaken/{id}/actie/pause', '/zaken/{id}/actie/take-on', '/zoeken', '/account', '/begrippen', '/proces', '/bestaat-niet', '/zaken/00000000-0000-4000-8000-000000000000'];
  test.each(paths)('%s is sound', async (path) => {
    await person.page.goto(served.origin + path.replace('{id}', id));
    expect(await wrongWith(person)).toEqual([]);
    await picture(person, path.replace(/[^a-z0-9]+/gi, '-').slice(1, 40));
  });
});

test('a form that is sent after the session has ended is there again after signing in', async () => {
  const id = await caseToVisit();
  const person = await personIn(browser, served.hosts);
  await served.signIn(person, 'medewerker-enschede');
  const { page, context } = person;
  await page.goto(`${served.origin}/zaken/${id}/actie/pause`);
  await page.locator('#reason').fill('Op verzoek van de inwoner.');
  await context.clearCookies();
  await page.getByRole('button', { name: 'Pauzeren' }).click();
  await page.getByRole('heading', { name: 'Meld u opnieuw aan' }).waitFor();
  expect(await wrongWith(person)).toEqual([]);
  await page.getByRole('button', { name: 'Aanmelden' }).click();
  await page.locator('button[value="medewerker-enschede"]').click();
  await page.getByRole('button', { name: 'Nu versturen' }).click();
  await page.getByRole('status').waitFor();
  expect(await page.getByRole('status').textContent()).toContain('gepauzeerd');
  await context.close();
});
