import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addressKey, parseAddress, type AddressParts } from '../../src/domain/matching/address.ts';

function keyOf(parts: AddressParts): string {
  const parsed = parseAddress(parts);
  return parsed.ok ? addressKey(parsed.address) : `refused: ${parsed.problems.map(({ part, rule }) => `${part} ${rule}`).join(', ')}`;
}

const postcode = fc.tuple(fc.integer({ min: 1000, max: 9999 }), fc.stringMatching(/^[A-Z]{2}$/).filter((letters) => !['SA', 'SD', 'SS'].includes(letters))).map(([digits, letters]) => ({ digits, letters }));
const houseNumber = fc.integer({ min: 1, max: 99_999 });
const letter = fc.constantFrom('', 'A', 'B', 'K');
const addition = fc.constantFrom('', '1', '2', 'BIS', 'HS', 'A1', '12');

describe('an address is one household however it is spelled', () => {
  test('letter and addition give one key in any field, joined or apart, in any case', () => {
    fc.assert(
      fc.property(postcode, houseNumber, letter, addition, fc.boolean(), fc.boolean(), ({ digits, letters }, number, l, a, lower, space) => {
        const dress = (text: string) => (lower ? text.toLowerCase() : text);
        const code = dress(`${digits}${space ? ' ' : ''}${letters}`);
        const n = String(number);
        const joined = a === 'A1' && l === 'A' ? a : l + a;
        const spellings: AddressParts[] = [
          { postcode: code, houseNumber: n, letter: dress(l), addition: dress(a) },
          { postcode: code, houseNumber: n, letter: '', addition: dress(joined) },
          { postcode: code, houseNumber: n, letter: dress(joined), addition: '' },
          { postcode: code, houseNumber: `${n} ${dress(joined)}` },
          { postcode: code, houseNumber: `${n} ${dress(l)}`, addition: dress(a) },
          { postcode: code, houseNumber: ` ${n}-${dress(joined)}`, letter: ' ' },
          { postcode: code, houseNumber: `${n}${dress(l)}/${dress(a)}`, letter: dress(l), addition: dress(a) },
        ];
        const key = joined === '' ? `${digits}${letters}-${number}` : `${digits}${letters}-${number}-${joined}`;
        const startsWithDigit = /^\d/.test(joined);
        for (const parts of startsWithDigit ? spellings.slice(0, -1) : spellings) expect(keyOf(parts)).toBe(key);
      }),
    );
  });

  test.each([
    [{ postcode: '7512 bm', houseNumber: '992', addition: '2' }, '7512BM-992-2'],
    [{ postcode: '7512\u00a0BM', houseNumber: '992' }, '7512BM-992'],
    [{ postcode: '7512BM', houseNumber: '0992' }, '7512BM-992'],
    [{ postcode: '7512BM', houseNumber: '992.0' }, '7512BM-992'],
    [{ postcode: '7512BM', houseNumber: 'nr. 904 a1' }, '7512BM-904-A1'],
    [{ postcode: '7512BM', houseNumber: '904A', letter: 'a' }, '7512BM-904-A'],
    [{ postcode: '7512BM', houseNumber: '904 A', letter: 'A', addition: 'A1' }, '7512BM-904-A1'],
    [{ postcode: '7512BM', houseNumber: '904', letter: 'A', addition: 'A' }, '7512BM-904-A'],
    [{ postcode: '7512BM', houseNumber: '904A', letter: 'A', addition: 'BIS' }, '7512BM-904-ABIS'],
    [{ postcode: '7512BM', houseNumber: '904', letter: 'B', addition: 'BIS' }, '7512BM-904-BBIS'],
    [{ postcode: '7512BM', houseNumber: '904', addition: '(bis)' }, '7512BM-904-BIS'],
    [{ postcode: '7512BM', houseNumber: '12', addition: '1' }, '7512BM-12-1'],
    [{ postcode: '7512BM', houseNumber: '121' }, '7512BM-121'],
  ])('%o is %s', (parts, key) => {
    expect(keyOf(parts)).toBe(key);
  });
});

test('says how 0.2.0 joined letter and addition, where that was otherwise', () => {
  const formerOf = (parts: Partial<AddressParts>) => {
    const parsed = parseAddress({ postcode: '7512BM', houseNumber: '904', ...parts });
    return parsed.ok ? parsed.address.formerAddition : 'refused';
  };
  expect([formerOf({ letter: 'A', addition: 'A' }), formerOf({ letter: 'A', addition: 'A1' }), formerOf({ houseNumber: '904 A', letter: 'A', addition: 'A1' })]).toEqual(['AA', 'AA1', 'AA1']);
  for (const parts of [{}, { letter: 'A' }, { letter: 'A', addition: '1' }, { houseNumber: '904A', letter: 'A' }, { addition: 'A1' }]) expect(formerOf(parts)).toBeUndefined();
});

describe('an address that cannot be read is refused', () => {
  test.each([
    [{ postcode: '75AB12', houseNumber: '1' }, 'postcode postcodeForm'],
    [{ postcode: '0512BM', houseNumber: '1' }, 'postcode postcodeForm'],
    [{ postcode: '7512', houseNumber: '1' }, 'postcode postcodeForm'],
    [{ postcode: ' ', houseNumber: '1' }, 'postcode required'],
    [{ postcode: '7512BM', houseNumber: '' }, 'houseNumber required'],
    [{ postcode: '7512BM', houseNumber: 'geen' }, 'houseNumber noNumber'],
    [{ postcode: '7512BM', houseNumber: '0' }, 'houseNumber noNumber'],
    [{ postcode: '7512BM', houseNumber: 't/o 12' }, 'houseNumber noNumber'],
    [{ postcode: '7512BM', houseNumber: '100000' }, 'houseNumber numberTooHigh'],
    [{ postcode: '7512BM', houseNumber: '1', addition: 'tweede deur links achterom' }, 'addition tooLong'],
    [{ postcode: 'x', houseNumber: 'geen' }, 'postcode postcodeForm, houseNumber noNumber'],
  ])('%o: %s', (parts, problems) => {
    expect(keyOf(parts)).toBe(`refused: ${problems}`);
  });

  test('99999 is the highest house number', () => {
    expect(keyOf({ postcode: '7512BM', houseNumber: '99999' })).toBe('7512BM-99999');
  });
});
