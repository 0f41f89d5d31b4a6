/** A real browser, and what every page must be in it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AxeResults, RunOptions } from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { unpackChromium } from './chromium.ts';

const axeSource = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
/** WCAG 2.2 AA, with targets of 24 pixels. */
const axeOptions: RunOptions = { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } };
export const PHONE = { width: 320, height: 720 };
export const DESKTOP = { width: 1280, height: 900 };
const MOST_BYTES = 100_000;

/** Never with the package's own arguments: they switch off what keeps sites apart. */
export async function launchBrowser(): Promise<Browser> {
  const { program, libraries } = await unpackChromium();
  return chromium.launch({ executablePath: program, args: ['--no-sandbox'], chromiumSandbox: false, env: { ...(process.env as Record<string, string>), LD_LIBRARY_PATH: libraries } });
}

/** A person's own browser: what went wrong in it is kept. */
export interface Person {
  context: BrowserContext;
  page: Page;
  /** Errors in the console, violations of the policy, requests to elsewhere, pages that are too large. */
  troubles: string[];
}

/** @param hosts where its requests may go: our own, and the issuer's while signing in */
export async function personIn(browser: Browser, hosts: readonly string[], { script = true } = {}): Promise<Person> {
  const context = await browser.newContext({ javaScriptEnabled: script, viewport: DESKTOP, locale: 'nl-NL', timezoneId: 'Europe/Amsterdam' });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    // The browser also says so of a page that is refused as it should be.
    if (message.type() === 'error' && !/status of (401|403|404|409|422)/.test(message.text())) troubles.push(message.text());
  });
  page.on('pageerror', (error) => void troubles.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith('data:') && !hosts.includes(new URL(request.url()).host)) troubles.push(`asks ${request.url()}`);
  });
  page.on('response', (response) => {
    const size = Number(response.headers()['content-length'] ?? 0);
    if (size > MOST_BYTES && response.request().resourceType() === 'document') troubles.push(`${response.url()} is ${size} bytes`);
  });
  return { context, page, troubles };
}

/** What is wrong with the page as it stands, on a phone and at a desk; nothing when it is as it should be. */
export async function wrongWith({ page, troubles }: Person): Promise<string[]> {
  const found: string[] = [...troubles];
  for (const size of [PHONE, DESKTOP]) {
    await page.setViewportSize(size);
    const where = `${new URL(page.url()).pathname} at ${size.width}`;
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (tooWide > 0) found.push(`${where}: scrolls sideways by ${tooWide}`);
    await page.evaluate(axeSource);
    const { violations } = await page.evaluate((options) => (window as unknown as { axe: { run(what: Document, options: RunOptions): Promise<AxeResults> } }).axe.run(document, options), axeOptions);
    found.push(...violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary?.split('\n')[1] ?? ''}`).join(' | ')}`));
  }
  return found;
}
