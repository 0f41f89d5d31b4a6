import { expect, test } from '@jest/globals';
import { withoutPersons } from '../../src/privacy/redact.ts';

const person = { lastName: 'van der Bèrg-de Vries', birthDate: '1967-01-24', phone: '0612345678', email: 'b@voorbeeld.test' };

test.each([
  ['Van der Berg-de Vries belde.', '# belde.'],
  ['Mevrouw Berg was thuis, Bergs broer ook.', 'Mevrouw # was thuis, # broer ook.'],
  ['Gesproken met de vries.', 'Gesproken met de #.'],
  ['Bel 06-12 34 56 78 of +31 (0)6 12345678.', 'Bel # of #.'],
  ['Geboren 24-01-1967, mail b@voorbeeld.test', 'Geboren #, mail #'],
  ['De straat heet Bergweg, bij de Vriezenhof.', 'De straat heet Bergweg, bij de Vriezenhof.'],
  ['Zij heeft 612345 euro schuld sinds één jaar.', 'Zij heeft 612345 euro schuld sinds één jaar.'],
])('%s', (words, without) => {
  expect(withoutPersons(words, [person], '#')).toBe(without);
});
