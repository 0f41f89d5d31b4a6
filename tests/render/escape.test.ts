import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { toHtml } from '../../src/mail/layout.ts';
import { element } from '../../src/render/markup.ts';
import { pageOf } from '../../src/render/page.ts';
import { choicePage } from '../../scripts/demo-issuer/pages.ts';
import { paperPage } from '../../web/pages/paper.ts';
import { accountPage, refusedPage } from '../../web/pages/signing-in.ts';

/** Breaks out of a text, and of an attribute in either quotes. */
const hostile = `"><script>alert('1')</script>' onload='x`;
const account = { id: hostile, name: hostile, role: 'desk' as const, municipalityCode: null, teamId: null, creditorId: null };

const pages: Record<string, string> = {
  account: accountPage({ account: null, accounts: [account, { ...account, id: `${hostile}2` }], formToken: hostile }),
  refusal: refusedPage(hostile, { href: hostile, label: hostile }),
  paper: paperPage({ title: hostile, head: [[hostile]], blocks: [{ kind: 'facts', facts: [[hostile, hostile]] }] }),
  mail: toHtml({ subject: hostile, blocks: [{ kind: 'link', text: hostile, url: hostile }] }),
  issuer: choicePage([{ subject: hostile, name: hostile, role: hostile }], hostile),
  shell: pageOf({ title: hostile, head: '', body: '<body></body>' }),
  drawing: element('text', { label: hostile }),
};

describe('whatever stands in data', () => {
  test.each(Object.entries(pages))('is text and no markup on a page: %s', (_name, page) => {
    expect(page).not.toContain('<script');
    expect(page).not.toContain(`' onload='`);
    expect(page).toContain('&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&#39; onload=&#39;x');
  });

  test('is escaped in one place', () => {
    const root = fileURLToPath(new URL('../../', import.meta.url));
    const files = ['src', 'web', 'api', 'scripts'].flatMap((folder) => readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).map((file) => `${folder}/${file}`));
    expect(files.filter((file) => /&(?:lt|amp|quot);/.test(readFileSync(`${root}${file}`, 'utf8')))).toEqual(['src/render/escape.ts']);
    expect(files.filter((file) => readFileSync(`${root}${file}`, 'utf8').includes('<!doctype html>'))).toEqual(['src/render/page.ts']);
  });
});
