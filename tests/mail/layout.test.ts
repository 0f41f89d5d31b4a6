import { describe, expect, test } from '@jest/globals';
import { facts, heading, link, list, paragraph } from '../../src/mail/blocks.ts';
import { toHtml, toText } from '../../src/mail/layout.ts';
import { momentInWords } from '../../src/mail/moments.ts';
import { monthInWords } from '../../src/wording/sentences/dates.ts';
import { dayInWords } from '../../src/wording/sentences/terms.ts';

const hostile = `<img src=x onerror="alert('&')">`;
const content = {
  subject: hostile,
  blocks: [paragraph(hostile), heading(hostile), list([hostile]), facts([hostile, hostile]), link(hostile, `https://twente.test/?a="${hostile}`)],
};

describe('the layout', () => {
  const html = toHtml(content);

  test('takes what it is given for text, in every kind of block', () => {
    expect(html).not.toMatch(/<img|="alert|alert\('/);
    expect(html.match(/&lt;img src=x onerror=&quot;alert\(&#39;&amp;&#39;\)&quot;&gt;/g)).toHaveLength(10);
    expect(toText(content).split(hostile)).toHaveLength(9);
  });

  test('names its language and its title, and has one main heading', () => {
    expect(html).toContain('<html lang="nl">');
    expect(html).toMatch(/<title>[^<]+<\/title>/);
    expect(html.match(/<h1/g)).toHaveLength(1);
  });

  test('fetches nothing, and leaves colours to the reader', () => {
    expect(html).not.toMatch(/<(img|link|script|style|iframe)\b|url\(/);
    expect(html).not.toMatch(/style="[^"]*(color|background)/);
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
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
