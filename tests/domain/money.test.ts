import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decimalSignOf, formatEuros, parseEuros } from '../../src/domain/money.ts';

const cents = fc.integer({ min: -1_000_000_000_00, max: 1_000_000_000_00 });

describe('euros', () => {
  test('what is written is read back to the cent', () => {
    fc.assert(
      fc.property(cents, (amount) => {
        expect(parseEuros(formatEuros(amount))).toBe(amount);
        expect(parseEuros((amount / 100).toFixed(2))).toBe(amount === 0 ? 0 : amount);
        expect(parseEuros((amount / 100).toFixed(2).replace('.', ','), ',')).toBe(amount);
      }),
    );
  });

  test.each([
    ['1.234,56', 123456], ['1,234.56', 123456], ['1234,56', 123456], ['1234.56', 123456], ['€ 1234,56', 123456],
    ['€1.234,56', 123456], ['EUR 12,5', 1250], ['12,5', 1250], ['12', 1200], ['12,-', 1200], ['12,--', 1200], ['0,05', 5],
    ['1 234,56', 123456], ['1\u00a0234,56', 123456], ["1'234.56", 123456], ['1.234', 123400], ['1,234', 123400],
    ['1.234.567', 123456700], ['1.234.567,89', 123456789], ['-12,00', -1200], ['12,00-', -1200], ['€ -12,00', -1200], ['+12', 1200],
  ])('%s is read', (text, amount) => {
    expect(parseEuros(text)).toBe(amount);
  });

  test.each(['', ' ', '€', 'twaalf', '1.2345', '12,345,6', '1.23,4', '1,23,4', '0.123', '12.34.567', '-', '--1', '-1-', '1e3', '1,2,3'])(
    '%o is no amount',
    (text) => {
      expect(parseEuros(text)).toBeUndefined();
    },
  );

  test('with a fixed decimal sign the other one only groups', () => {
    expect(parseEuros('1.234', ',')).toBe(123400);
    expect(parseEuros('1.234', '.')).toBeUndefined();
    expect(parseEuros('12.50', ',')).toBeUndefined();
    expect(parseEuros('12.50', '.')).toBe(1250);
  });

  test('are written the Dutch way', () => {
    expect([0, 5, 123456, 100000000, -50].map(formatEuros)).toEqual(['€ 0,00', '€ 0,05', '€ 1.234,56', '€ 1.000.000,00', '-€ 0,50']);
  });
});

describe('the decimal sign', () => {
  test.each([
    ['1.234,56', ','], ['1,234.56', '.'], ['12,5', ','], ['12.50', '.'], ['1.234.567', ','], ['1,234,567', '.'],
    ['1234', undefined], ['1.234', undefined], ['1,234', undefined],
  ])('of %s is %s', (text, sign) => {
    expect(decimalSignOf(text)).toBe(sign);
  });
});
