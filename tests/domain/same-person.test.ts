import { describe, expect, test } from '@jest/globals';
import { byPerson, rowsOfPerson, sameness, type NamedRow } from '../../src/domain/rights/same-person.ts';

let n = 0;
const row = (initials: string, birthDate: string | null, householdId = 'home'): NamedRow => ({ personId: `p${++n}`, householdId, lastName: 'De Vriés', initials, birthDate });

describe('rows of one last name are of one person', () => {
  const seed = row('A.', '1980-05-05');
  test.each<[string, NamedRow, boolean]>([
    ['born on the same day, elsewhere', row('A.', '1980-05-05', 'elsewhere'), true],
    ['with more initials', row('A.B.', '1980-05-05'), true],
    ['without initials', row('', '1980-05-05'), true],
    ['a twin', row('C.', '1980-05-05'), false],
    ['born on another day', row('A.', '1950-05-05'), false],
    ['without a date of birth at the same address', row('A.', null), true],
    ['with neither initials nor a date of birth', row('', null), false],
    ['with other initials, without a date of birth', row('C.', null), false],
    ['without a date of birth elsewhere', row('A.', null, 'elsewhere'), false],
  ])('%s', (_, other, is) => {
    const found = rowsOfPerson([seed, other], seed).includes(other);
    expect(found).toBe(is);
    // The other way round it is the same.
    expect(rowsOfPerson([seed, other], other).includes(seed)).toBe(is);
  });

  test('however the words of it are ordered and written; another name is another person', () => {
    // Creditors leave prefixes out: without one it is the same name.
    for (const lastName of ['Vries, de', 'DE VRIES', 'Vries']) expect(rowsOfPerson([seed, { ...row('A.', '1980-05-05'), lastName }], seed)).toHaveLength(2);
    for (const lastName of ['de Vries-Jansen', 'de Wit']) expect(rowsOfPerson([seed, { ...row('A.', '1980-05-05'), lastName }], seed)).toEqual([seed]);
  });

  test('but not the undated one that may be father or son', () => {
    const [father, son, either] = [row('A.', '1950-01-01'), row('A.', '1980-01-01'), row('A.', null)];
    for (const one of [father, son]) expect(rowsOfPerson([father, son, either], one)).toEqual([one]);
    expect(rowsOfPerson([father, son, either], either)).toEqual([either]);
    expect(byPerson([father, son, either])).toEqual([[father], [son], [either]]);
  });

  test('also where the seed is the one without a date of birth, and a third row lies elsewhere', () => {
    const [undated, dated, moved] = [row('A.', null), row('A.', '1980-05-05'), row('A.', '1980-05-05', 'elsewhere')];
    expect(new Set(rowsOfPerson([undated, dated, moved], undated))).toEqual(new Set([undated, dated, moved]));
    expect(byPerson([undated, dated, moved])).toHaveLength(1);
  });
});

describe('whether somebody is who objected', () => {
  const [A, born] = ['A.', '1980-05-05'];
  const named = (lastName: string, of: NamedRow): NamedRow => ({ ...of, lastName });
  test.each<[string, NamedRow, NamedRow, NamedRow[], string]>([
    ['born on the same day, elsewhere', row(A, born), row('', born, 'elsewhere'), [], 'same'],
    ['a twin', row(A, born), row('B.', born), [], 'other'],
    ['born on another day', row(A, born), row(A, '1950-05-05'), [], 'other'],
    ['undated at the address', row(A, born), row('', null), [], 'same'],
    ['undated where the objection is undated', row('', null), row('', null), [], 'same'],
    ['dated where the objection is undated', row(A, null), row(A, born), [], 'same'],
    ['undated elsewhere with like initials', row(A, born), row('Anna', null, 'elsewhere'), [], 'doubt'],
    ['undated elsewhere without', row(A, born), row('', null, 'elsewhere'), [], 'other'],
    ['undated where father and son live', row(A, '1950-01-01'), row(A, null), [row(A, '1980-01-01')], 'doubt'],
    ['undated where a partner of that name lives', row(A, born), row('', null), [row('J.', null)], 'doubt'],
    ['a partner', row(A, born), row('J.', null), [], 'other'],
    ['born on the same day, with a second name', row(A, born), named('De Vries-Proef', row(A, born)), [], 'doubt'],
    ['without a letter in the name, at the address', named('-', row(A, born)), named('.', row(A, born)), [], 'doubt'],
    ['without a letter in the name, elsewhere', named('-', row(A, born)), named('-', row(A, born, 'elsewhere')), [], 'other'],
    ['with other initials behind the name', named('Proef, A.', row('', born)), named('Proef B.', row('', born)), [], 'other'],
    ['with the same initials behind the name', named('v.d. Proef J.W.', row('', born)), named('van den Proef', row('Jan Willem', born)), [], 'same'],
    ['in another script', named('Иванов', row('', born)), named('张', row('', born)), [], 'other'],
  ])('%s', (_, objection, other, known, is) => expect(sameness(objection, other, [objection, other, ...known])).toBe(is));
});
