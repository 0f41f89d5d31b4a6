import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { toHtml } from '../../src/mail/layout.ts';
import { element } from '../../src/render/markup.ts';
import { pageOf } from '../../src/render/page.ts';
import { choicePage } from '../../scripts/demo-issuer/pages.ts';
import { readPage } from '../../testkit/page.ts';
import { paperPage } from '../../web/paper/paper.ts';
import { accountPage, refusedPage } from '../../web/everyone/account.tsx';
import { renderPage, type Content } from '../../web/shell/page.tsx';

/** Breaks out of a text, and of an attribute in either quotes. */
const hostile = `"><script>alert('1')</script>' onload='x`;
const account = { id: hostile, name: hostile, role: 'desk' as const, municipalityCode: null, teamId: null, creditorId: null };

/** JSX writes attributes in double quotes only, and so leaves a single quote as it is. */
const drawn = (content: Content): string => renderPage(content, { style: '/a.css', script: '/a.js', account: { ...account, name: 'x' }, path: '/', query: {} }).replace('<script type="module" src="/a.js"></script>', '');

const pages: Record<string, string> = {
  paper: paperPage({ title: hostile, head: [[hostile]], blocks: [{ kind: 'facts', facts: [[hostile, hostile]] }] }),
  mail: toHtml({ subject: hostile, blocks: [{ kind: 'link', text: hostile, url: hostile }] }),
  issuer: choicePage([{ subject: hostile, name: hostile, role: hostile }], hostile),
  shell: pageOf({ title: hostile, head: '', body: '<body></body>' }),
  drawing: element('text', { label: hostile }),
};

const jsx: Record<string, string> = {
  account: drawn(accountPage({ account: null, accounts: [account, { ...account, id: `${hostile}2` }], formToken: hostile })),
  refusal: drawn(refusedPage(hostile, { href: hostile, label: hostile })),
};

describe('whatever stands in data', () => {
  test.each(Object.entries(jsx))('is text and no markup on a page of JSX: %s', (_name, page) => {
    const read = readPage(page);
    expect(read.forbidden()).toEqual([]);
    expect([read.text, read.values('a', 'href').join(' '), read.values('input', 'value').join(' ')].join(' ')).toContain(hostile);
    expect(page).toContain('&quot;>&lt;script>');
  });

  test.each(Object.entries(pages))('is text and no markup on a page: %s', (_name, page) => {
    expect(page).not.toContain('<script');
    expect(page).not.toContain(`' onload='`);
    expect(page).toContain('&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&#39; onload=&#39;x');
  });

  test('is escaped in one place', () => {
    const root = fileURLToPath(new URL('../../', import.meta.url));
    const files = ['src', 'web', 'api', 'scripts'].flatMap((folder) => readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file)).map((file) => `${folder}/${file}`));
    expect(files.filter((file) => /&(?:lt|amp|quot);/.test(readFileSync(`${root}${file}`, 'utf8')))).toEqual(['src/render/escape.ts']);
    expect(files.filter((file) => readFileSync(`${root}${file}`, 'utf8').includes('<!doctype html>'))).toEqual(['src/render/page.ts', 'web/shell/page.tsx']);
  });
});
