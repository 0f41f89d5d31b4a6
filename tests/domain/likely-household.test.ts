import { describe, expect, test } from '@jest/globals';
import { likenessOf, type Likeness } from '../../src/domain/matching/likely-household.ts';

const home = (addition: string, ...persons: { lastName: string; birthDate: string | null }[]) => ({ addition, persons });

describe('two addresses at one number are shown as probably one household', () => {
  test.each<[string, string, Likeness | null]>([
    ['HS', 'H', 'written-otherwise'],
    ['HUIS', 'HS', 'written-otherwise'],
    ['I', '1', 'written-otherwise'],
    ['1HOOG', 'I', 'written-otherwise'],
    ['BIS', 'BS', 'written-otherwise'],
    ['01', '1', 'written-otherwise'],
    ['A', 'A1', 'addition-longer'],
    ['5A3', '5A', 'addition-longer'],
    ['', '2', 'addition-missing'],
    ['1', '12', null],
    ['A', 'B', null],
    ['1', '2', null],
    ['2', '2', null],
  ])('%s and %s: %s', (one, other, reason) => {
    expect([likenessOf(home(one), home(other)), likenessOf(home(other), home(one))]).toEqual([reason, reason]);
  });

  test('whoever is born on the same day and shares a half of the name says more than how the addition is written', () => {
    const [one, other] = [{ lastName: 'Jansen-de Vries', birthDate: '1980-05-05' }, { lastName: 'de Vries', birthDate: '1980-05-05' }];
    expect(likenessOf(home('A', one), home('B', other))).toBe('same-person');
    expect(likenessOf(home('A', one), home('B', { ...other, birthDate: '1980-05-06' }))).toBeNull();
    expect(likenessOf(home('A', one), home('B', { ...other, lastName: 'Bakker' }))).toBeNull();
    expect(likenessOf(home('A', { ...one, birthDate: null }), home('B', { ...other, birthDate: null }))).toBeNull();
    expect(likenessOf(home('', one), home('B', other))).toBe('same-person');
  });
});
