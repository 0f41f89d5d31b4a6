import { describe, expect, test } from '@jest/globals';
import { facts, heading, link, list, paragraph } from '../../src/mail/blocks.ts';
import { toHtml, toText } from '../../src/mail/layout.ts';
import { momentInWords } from '../../src/mail/moments.ts';
import { monthInWords } from '../../src/wording/sentences/dates.ts';
import { dayInWords } from '../../src/wording/sentences/terms.ts';
import { readPage } from '../../testkit/page.ts';

const hostile = `<img src=x onerror="alert('&')">`;
const content = {
  subject: hostile,
  blocks: [paragraph(hostile), heading(hostile), list([hostile]), facts([hostile, hostile]), link(hostile, `https://twente.test/?a="${hostile}`)],
};

describe('the layout', () => {
  const html = toHtml(content);
  const page = readPage(html);

  test('treats what it is given as text, in every kind of block', () => {
    expect(page.texts('img, [onerror]')).toEqual([]);
    expect(`${page.title} ${page.text} ${page.values('a', 'href').join(' ')}`.split(hostile)).toHaveLength(11);
    expect(toText(content).split(hostile)).toHaveLength(9);
  });

  test('names its language and its title, and has one main heading', () => {
    expect([page.language, page.title, page.texts('h1')]).toEqual(['nl', hostile, [hostile]]);
  });

  test('loads nothing from elsewhere, and sets no colours', () => {
    expect([page.texts('img, link, script, style, iframe'), html.includes('url(')]).toEqual([[], false]);
    expect(html).not.toMatch(/style="[^"]*(color|background)/);
    expect(page.values('meta[name="color-scheme"]', 'content')).toEqual(['light dark']);
  });
});

describe('words', () => {
  test('for a day name the day of the week', () => {
    expect(dayInWords('2026-12-03')).toBe('donderdag 3 december 2026');
  });

  test('for a moment follow the clock in the Netherlands, summer and winter', () => {
    expect(momentInWords('2026-10-24T22:30:00Z')).toBe('zondag 25 oktober 2026 om 00:30 uur');
    expect(momentInWords('2026-10-25T22:30:00Z')).toBe('zondag 25 oktober 2026 om 23:30 uur');
  });

  test('for a month name the month', () => {
    expect(monthInWords('2026-03')).toBe('maart 2026');
  });
});
