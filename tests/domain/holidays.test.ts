import { describe, expect, test } from '@jest/globals';
import Holidays from 'date-holidays';
import { statutoryHolidays } from '../../src/domain/time/calendar.ts';

const years = Array.from({ length: 111 }, (_, index) => 1990 + index);

const library = new Holidays('NL');

/** `date name` for each public holiday of the library, in the act's names. */
function libraryHolidays(year: number): string[] {
  return library
    .getHolidays(year)
    .filter(({ type }) => type === 'public')
    .map(({ date, name }) => `${date.slice(0, 10)} ${namesInTheAct[name] ?? name}`);
}

const namesInTheAct: Record<string, string> = {
  Nieuwjaar: 'Nieuwjaarsdag',
  'Tweede paasdag': 'Tweede Paasdag',
  'Tweede pinksterdag': 'Tweede Pinksterdag',
  Kerstmis: 'Eerste Kerstdag',
  'Tweede kerstdag': 'Tweede Kerstdag',
};

describe('the holidays of the Algemene termijnenwet', () => {
  test('differ from the library’s public holidays in these names only, in every year of 1990–2100', () => {
    for (const year of years) {
      const ours = statutoryHolidays(year).map(({ date, name }) => `${date} ${name}`);
      const theirs = libraryHolidays(year);
      const onlyOurs = ours.filter((holiday) => !theirs.includes(holiday)).map(nameOf);
      const onlyTheirs = theirs.filter((holiday) => !ours.includes(holiday)).map(nameOf);

      // Art. 3 lid 2 equates Good Friday; the library has it as a day off for schools.
      // Art. 3 lid 1 names 5 May without condition; the library has it as a day off for schools, since many
      // collective agreements give it once in five years only.
      expect({ year, onlyOurs: onlyOurs.sort() }).toEqual({ year, onlyOurs: ['Bevrijdingsdag', 'Goede Vrijdag'] });
      // Always Sundays, so the act, which equates Sundays anyway (art. 1), does not name them.
      expect({ year, onlyTheirs: onlyTheirs.sort() }).toEqual({ year, onlyTheirs: ['Pasen', 'Pinksteren'] });
    }
  });

  test('Good Friday and 5 May fall where the library has them as school holidays', () => {
    for (const year of years) {
      const theirs = library.getHolidays(year).filter(({ name }) => ['Goede Vrijdag', 'Bevrijdingsdag'].includes(name));
      const ours = statutoryHolidays(year).filter(({ name }) => ['Goede Vrijdag', 'Bevrijdingsdag'].includes(name));
      expect(ours.map(({ date }) => date).sort()).toEqual(theirs.map(({ date }) => date.slice(0, 10)).sort());
    }
  });

  test.each([
    [1990, '1990-04-30', 'Koninginnedag'],
    [1995, '1995-04-29', 'Koninginnedag'],
    [2006, '2006-04-29', 'Koninginnedag'],
    [2012, '2012-04-30', 'Koninginnedag'],
    [2013, '2013-04-30', 'Koninginnedag'],
    [2014, '2014-04-26', 'Koningsdag'],
    [2015, '2015-04-27', 'Koningsdag'],
    [2025, '2025-04-26', 'Koningsdag'],
    [2026, '2026-04-27', 'Koningsdag'],
    [2031, '2031-04-26', 'Koningsdag'],
  ])('in %i the royal birthday is kept on %s as %s', (year, date, name) => {
    expect(statutoryHolidays(year).filter((holiday) => /^Koning/.test(holiday.name))).toEqual([{ date, name }]);
  });

  test('a year’s holidays are in order of date, each with its own name', () => {
    expect(statutoryHolidays(2026)).toEqual([
      { date: '2026-01-01', name: 'Nieuwjaarsdag' },
      { date: '2026-04-03', name: 'Goede Vrijdag' },
      { date: '2026-04-06', name: 'Tweede Paasdag' },
      { date: '2026-04-27', name: 'Koningsdag' },
      { date: '2026-05-05', name: 'Bevrijdingsdag' },
      { date: '2026-05-14', name: 'Hemelvaartsdag' },
      { date: '2026-05-25', name: 'Tweede Pinksterdag' },
      { date: '2026-12-25', name: 'Eerste Kerstdag' },
      { date: '2026-12-26', name: 'Tweede Kerstdag' },
    ]);
  });

  test.each([1989, 2101, 2026.5, NaN])('%d is refused', (year) => {
    expect(() => statutoryHolidays(year)).toThrow(new RangeError(`no holidays known for the year ${year}`));
  });
});

function nameOf(holiday: string): string {
  return holiday.slice('YYYY-MM-DD '.length);
}
