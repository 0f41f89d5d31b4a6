import { describe, expect, test } from '@jest/globals';
import { readAll, refusalOf, refusals, signals } from './support.ts';

const signal = (reference: string, more: Record<string, unknown> = {}) => ({
  reference, lastName: 'Jansen', postcode: '7512BM', houseNumber: 12, houseLetter: 'a', amount: 1234.56, arrearsSince: '2026-09-01', crisis: true, ...more,
});
const json = { type: 'json' } as const;
const two = [signal('R1'), signal('R2', { amount: '99,50' })];

describe('a JSON delivery', () => {
  test.each([
    ['an array', JSON.stringify(two)],
    ['an indented array', `\ufeff ${JSON.stringify(two, null, 2)}\n`],
    ['an object with signals', JSON.stringify({ creditor: 'x', signals: two, total: 2 })],
    ['an indented object with signals', JSON.stringify({ signals: two }, null, 2)],
    ['one object a line', two.map((row) => JSON.stringify(row)).join('\r\n')],
  ])('is %s, whatever the chunks', async (_name, text) => {
    for (const chunkBytes of [1, 13, 100_000]) {
      const rows = await readAll(text, json, chunkBytes);
      expect(rows.map(({ line }) => line)).toEqual([1, 2]);
      expect(signals(rows)).toMatchObject([
        { reference: 'R1', amountCents: 123456, crisis: true, address: { postcode: '7512BM', houseNumber: 12, addition: 'A' } },
        { reference: 'R2', amountCents: 9950 },
      ]);
    }
  });

  test('may word its properties as the headers of a CSV', async () => {
    const text = JSON.stringify([{ Contractnummer: 'R1', Achternaam: 'Jansen', Postcode: '7512 bm', Huisnummer: '12 A', Achterstand: '1.234,56', 'Achterstand sinds': '01-09-2026' }]);
    expect(signals(await readAll(text, json))).toMatchObject([{ reference: 'R1', amountCents: 123456, arrearsSince: '2026-09-01' }]);
  });

  test('may have objects with different properties', async () => {
    const rows = await readAll(JSON.stringify([signal('R1'), { ...signal('R2'), amount: undefined, amountCents: 5 }, signal('R3')]), json);
    expect(signals(rows).map(({ amountCents }) => amountCents)).toEqual([123456, 5, 123456]);
  });

  test('counts cents in amountCents and euros in amount', async () => {
    const amounts = await readAll(JSON.stringify([signal('R1', { amountCents: 1234, amount: null }), signal('R2', { amount: 1234 }), signal('R3', { amount: 0.1 + 0.2 })]), json);
    expect(signals(amounts).map(({ amountCents }) => amountCents)).toEqual([1234, 123400, 30]);
  });

  test('refuses the elements that are wrong and reads the others', async () => {
    const rows = await readAll(JSON.stringify([signal('R1', { amount: 1.234 }), 7, signal('R3'), [], signal('R5', { amountCents: 1.5 }), {}]), json);
    expect(refusals(rows)).toEqual([
      '1 amount:notWholeCents', '2 row:notAnObject', '4 row:notAnObject', '5 amount:notAnAmount',
      '6 reference:required lastName:required postcode:required houseNumber:required amount:required date:required',
    ]);
  });

  test('refuses a broken line of NDJSON and reads the others', async () => {
    expect(refusals(await readAll(`${JSON.stringify(signal('R1'))}\n{"reference":\n\n${JSON.stringify(signal('R3'))}`, json))).toEqual(['2 row:notAnObject']);
  });

  test('loses the zero characters that a database cannot keep', async () => {
    expect(signals(await readAll(JSON.stringify([signal('R1', { lastName: 'Jan\u0000sen' })]), json))[0]?.lastName).toBe('Jan sen');
  });

  test('may be empty of signals', async () => {
    expect(await readAll('[]', json)).toEqual([]);
  });

  test.each([
    ['text', 'hello'], ['cut off', JSON.stringify(two).slice(0, -5)], ['followed by something', '[] x'], ['an object without signals', '{\n"rows": []\n}'],
    ['one value without end', `["${'x'.repeat(400_000)}`],
  ])('that is %s is refused', async (_name, text) => {
    expect(await refusalOf(text, json)).toMatchObject({ code: 'not-json' });
  });

  test('without a letter is refused as empty', async () => {
    expect(await refusalOf(' \n', json)).toMatchObject({ code: 'empty' });
  });
});
