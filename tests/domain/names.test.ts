import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { areAlike, contradict, isSameName, searchedNames, shareName } from '../../src/domain/rights/names.ts';

describe('a surname as it is searched', () => {
  test.each([
    ['van der Berg', ['berg']],
    ['Berg, van der', ['berg']],
    ['v.d. BERG', ['berg']],
    ['v/d Berg', ['berg']],
    ["van 't Hof", ['hof']],
    ["'s-Gravesande", ['gravesande']],
    ['Müller', ['muller']],
    ['Sørensen', ['sorensen']],
    ['Groß', ['gross']],
    ["d'Ancona", ['ancona']],
    ["O'Brien", ['obrien']],
    ['Al-Hassan', ['hassan']],
    ['Jansen-de Vries', ['jansen', 'vries']],
    ['Jansen – de Vries', ['jansen', 'vries']],
    ['De Vries-van Dijk-Smit', ['vries', 'dyksmit']],
    ['Van', ['van']],
    ['Иванов', ['иванов']],
    ['张', ['张']],
    ['राम', ['राम']],
    ['Groot Koerkamp', ['groot', 'korkamp']],
    ['J.', ['j']],
    ['...', []],
    ['-', []],
    ['12', []],
  ])('%s is %j', (name, searched) => expect(searchedNames(name)).toEqual(searched));

  test('is alike in capitals, with accents taken apart, and with a prefix or without', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'e', 'f', 'g', 'z', 'é', 'ü', 'ñ'), minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(letters, fc.constantFrom('van ', 'Van der ', 'DE ', "'t ", ''), (name, prefix) => {
        // 'aab' is no prefix, but 'del' would be one.
        fc.pre(searchedNames(`${name}x`)[0] === `${searchedNames(name)[0] ?? ''}x`);
        expect(searchedNames(prefix + name.toUpperCase())).toEqual(searchedNames(name));
        expect(searchedNames((prefix + name).normalize('NFD'))).toEqual(searchedNames(name));
      }),
    );
  });
});

describe('one surname', () => {
  test.each([
    ['van den Proefberg', ['v.d. Proefberg', 'v/d Proefberg', 'vd Proefberg', 'Proefberg, van den', 'Proefberg van den', 'PROEFBERG', 'v.d. Proefberg J.W.', 'Proefberg, J.W. van den', 'Proefb\u00aderg']],
    ['van het Proefhof', ["van 't Proefhof", "van't Proefhof", 'v.h. Proefhof', 'Proefhof, van het', 'van ’t Proefhof']],
    ['op gen Proefoord', ['Proefoord, op gen', 'Proefoord']],
    ['della Proef', ['Proef, della', 'Della Proef']],
    ['ben Proef', ['Proef ben', 'PROEF']],
    ['Proefÿzer', ['Proefijzer', 'PROEFIJZER', 'Proefyzer', 'Proefĳzer', 'Proefy\u0308zer']],
    ['Müllertest', ['Muellertest', 'Mullertest', 'MÜLLERTEST', 'Mu\u0308llertest']],
    ['Sörensen', ['Sørensen', 'Soerensen', 'Sorensen']],
    ['Großproef', ['Grossproef', 'GROSSPROEF', 'GROẞPROEF']],
    ['Proef e/v Voorbeeld', ['Proef-Voorbeeld', 'Proef e.v. Voorbeeld', 'Voorbeeld - Proef', 'Proef EV Voorbeeld', 'Proef, echtg. van Voorbeeld']],
    ["O'Proef", ['O’Proef', 'OProef', 'O Proef', 'O`Proef']],
    ["d'Ancona", ['D’Ancona', 'd Ancona', 'Ancona, d\'']],
    ['Андрей', ['АНДРЕЙ', 'Андреи\u0306']],
    ['Σωκράτης', ['ΣΩΚΡΑΤΗΣ']],
    ['de Ben', ['Ben', 'Ben, de']],
  ])('%s is written in other ways too', (name, others) => {
    for (const other of others) expect([other, isSameName(name, other), isSameName(other, name)]).toEqual([other, true, true]);
    // What an index finds, the comparison knows again.
    for (const other of others) expect([...searchedNames(other)].sort()).toEqual([...searchedNames(name)].sort());
  });

  test('is told from another in every script; a text without letters is no surname', () => {
    const different = ['Иванов', 'Петров', '张', '王', 'Proef', 'Proefs', 'राम', 'रोम', 'محمد', 'محمود', '-', '.', '12', '', '???'];
    for (const one of different) for (const other of different) if (one !== other) expect([one, other, isSameName(one, other)]).toEqual([one, other, false]);
    for (const nothing of ['-', '.', '', '12']) expect(isSameName(nothing, nothing)).toBe(false);
    expect(shareName('Proef-Voorbeeld', 'van Voorbeeld')).toBe(true);
  });
});

describe('initials', () => {
  test.each([['J.W.', 'Jan Willem'], ['JW', 'J.W.'], ['J.', 'Jan Willem'], ['Jan', 'J.W.'], ['JAN', 'J.'], ['JAN', 'J.A.N.'], ['IJ.', 'IJsbrand'], ['Th.', 'T.'], ['É.', 'E.'], ['J-W', 'Jan-Willem'], ['张', '张三']])('%s and %s may be one person', (one, other) => {
    expect([areAlike(one, other), contradict(one, other)]).toEqual([true, false]);
  });
  test.each([['A.', 'B.'], ['J.W.', 'J.K.'], ['JW', 'JK'], ['Jan Willem', 'Jan Karel'], ['Ж.', 'З.'], ['Jan', 'Piet']])('%s and %s may not', (one, other) => expect([areAlike(one, other), contradict(one, other)]).toEqual([false, true]));
  test.each([['', 'A.'], ['-', 'A.'], ['', '']])('%j and %j say nothing', (one, other) => expect([areAlike(one, other), contradict(one, other)]).toEqual([false, false]));
});
