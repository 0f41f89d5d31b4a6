/** The tokens that the style sheet puts on each other, by the contrast of WCAG 2.2 (1.4.3, 1.4.11): another theme is tried by the same pairs. */
import { beforeAll, expect, test } from '@jest/globals';
import { assets } from '../../web/assets/build.ts';

let sheet = '';
beforeAll(async () => {
  const { style, files } = await assets();
  sheet = String(files.get(style)?.plain);
});

/** The last declaration counts: that of the theme. */
function colourOf(token: string): [number, number, number] {
  const value = [...sheet.matchAll(new RegExp(`--basis-color-${token}:([^;}]+)`, 'g'))].at(-1)?.[1]?.trim();
  if (value === undefined) throw new Error(`no rule reads ${token}`);
  const other = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
  return other === undefined ? rgbOf(value) : rgbOf(resolved(other));
}

function resolved(name: string): string {
  const value = [...sheet.matchAll(new RegExp(`--${name}:([^;}]+)`, 'g'))].at(-1)?.[1]?.trim() ?? '';
  const other = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
  return other === undefined ? value : resolved(other);
}

function rgbOf(hex: string): [number, number, number] {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(hex);
  const [, r = '', g = '', b = ''] = /^#(..)(..)(..)/.exec(short === null ? hex : `#${short.slice(1).map((digit) => digit + digit).join('')}`) ?? [];
  if (r === '') throw new Error(`${hex} is no colour that can be computed with`);
  return [Number.parseInt(r, 16), Number.parseInt(g, 16), Number.parseInt(b, 16)];
}

function luminance(rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(colourOf(one)), luminance(colourOf(other))].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

test.each([
  ['default-color-document', 'default-bg-document'],
  ['default-color-subtle', 'default-bg-document'],
  ['default-color-subtle', 'default-bg-subtle'],
  ['negative-color-default', 'negative-bg-default'],
  ['positive-color-default', 'positive-bg-default'],
  ['warning-color-default', 'warning-bg-default'],
  ['accent-1-inverse-color-document', 'accent-1-inverse-bg-default'],
])('text in %s is read on %s', (text, ground) => {
  expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
});

test.each([
  ['default-border-default', 'default-bg-document'],
  ['negative-border-default', 'default-bg-document'],
  ['warning-border-default', 'warning-bg-default'],
])('a border in %s is seen on %s', (border, ground) => {
  expect(contrast(border, ground)).toBeGreaterThanOrEqual(3);
});

test('the sheet is small, and reads no token that has no value', () => {
  expect(sheet.length).toBeLessThan(100_000);
  const declared = new Set([...sheet.matchAll(/(--basis-[\w-]+):/g)].map(([, name]) => name));
  const read = new Set([...sheet.matchAll(/var\((--basis-[\w-]+)\)/g)].map(([, name]) => name));
  expect([...read].filter((name) => !declared.has(name))).toEqual([]);
});
