/**
 * Files that people who do this work reported, each with what it must be read as: the reference, the household, the cents,
 * the day the arrears began and what else the case is about; or the column and the rule by which a row or the file is refused.
 */
import { describe, expect, test } from '@jest/globals';
import { outcomeOf } from './support.ts';

const november = { receivedOn: '2026-11-20', cutOffOn: '2026-11-25' };
const folder = new URL('../fixtures/cases/', import.meta.url);

const cases: Record<string, readonly string[]> = {
  '02-sep-line/plain.csv': ['A1 Proefman 7512BM-12 12345 2026-09-01'],
  '02-sep-line/resaved.csv': ['A1 Proefman 7512BM-12 12345 2026-09-01'],
  '02-sep-line/sep-comma-but-semicolon.csv': ['A1 Proefman 7512BM-12 12345 2026-09-01'],
  '02-sep-line/sep-trailing.csv': ['A1 Proefman 7512BM-12 12345 2026-09-01'],
  '03-oem-codepage/cp850.csv': ['encoding'],
  '03-oem-codepage/macroman.csv': ['encoding'],
  '04-backslash-quotes/mysql.csv': ['A1 Proef "de Lange" Man 7512BM-12 12345 2026-09-01', 'A2 Proefman "Jr" 7512BM-14 12345 2026-09-01', 'A3 Proefman 7512BM-16 12345 2026-09-01', 'A4 Proefman 7512BM-18 12345 2026-09-01'],
  '05-formula-wrapped-text/quoted.csv': ['0012345 Proefman 7512BM-12-1 12345 2026-09-01'],
  '05-formula-wrapped-text/wrapped.csv': ['0012345 Proefman 7512BM-12-1 12345 2026-09-01', '0012346 Proefman 7512BM-14-2 12345 2026-09-01'],
  '06-pandas-float-addition/pandas-hnr.csv': ['A1 Proefman 7512BM-12-2 12345 2026-09-01', '3 Huisnummer:required'],
  '06-pandas-float-addition/pandas.csv': ['A1 Proefman 7512BM-12-2 12345 2026-09-01', 'A2 Proefman 7512BM-14 1000 2026-09-01'],
  '06-pandas-float-addition/pandas.xlsx': ['A1 Proefman 7512BM-12-2 12345 2026-09-01', 'A2 Proefman 7512BM-14 1000 2026-09-01'],
  '07-long-number/ean.xlsx': ['2 Kenmerk:lostDigits', '3 Kenmerk:lostDigits', '4 Kenmerk:lostDigits'],
  '07-long-number/sci.csv': ['2 Kenmerk:lostDigits', '3 Kenmerk:lostDigits', '4 Kenmerk:lostDigits'],
  '08-date1904/libreoffice.xlsx': ['A1 Proefman 7512BM-12 12345 2026-09-01', 'A2 Proefman 7512BM-14 12345 2026-09-01'],
  '08-date1904/true.xlsx': ['A1 Proefman 7512BM-12 12345 2026-09-01', 'A2 Proefman 7512BM-14 12345 2026-09-01'],
  '09-iso-date-cells/iso.xlsx': ['A1 Proefman 7512BM-12 12345 2026-09-01', 'A2 Proefman 7512BM-14 12345 2026-09-01', 'A3 Proefman 7512BM-16 12345 2026-09-01'],
  '13-no-cell-places/no-r-cells.xlsx': ['2 Bedrag:notAnAmount Achterstand sinds:noSuchDay'],
  '13-no-cell-places/no-r-rows.xlsx': ['A1 Proefman 7512BM-12 12345 2026-09-01'],
  '13-no-cell-places/no-r.xlsx': ['2 Bedrag:notAnAmount Achterstand sinds:noSuchDay'],
  '16-error-cells/na.xlsx': ['2 Toevoeging:failedFormula', '3 Crisis:failedFormula', '4 Bedrag:failedFormula'],
  '17-hidden-first-sheet/hidden-old-data.xlsx': ['NIEUW1 Proefman 7512BM-12 12345 2026-09-01'],
  '17-hidden-first-sheet/hidden.xlsx': ['A1 Proefman 7512BM-12 12345 2026-09-01'],
  '18-displayed-value/rounded.xlsx': ['2 Bedrag:notWholeCents', 'A2 Proefman 7512BM-14 58 2026-09-01', 'A3 Proefman 7512BM-16 54481 2026-09-01', '5 Bedrag:notWholeCents'],
  '20-ragged-rows/excel16.csv': ['A1 Proefman 7512BM-12 12345 2026-09-01', 'A2 Proefman 7512BM-14 12345 2026-09-01', 'A3 Proefman 7512BM-16-A 12345 2026-09-01'],
  '21-three-decimals/all.csv': ['2 Bedrag:ambiguousAmount', '3 Bedrag:ambiguousAmount', '4 Bedrag:ambiguousAmount'],
  '21-three-decimals/dots.csv': ['2 Bedrag:ambiguousAmount', '3 Bedrag:ambiguousAmount'],
  '21-three-decimals/mixed.csv': ['2 Bedrag:ambiguousAmount', 'A2 Proefman 7512BM-14 12345 2026-09-01'],
  '21-three-decimals/spaces.csv': ['A1 Proefman 7512BM-12 123456 2026-09-01', '3 Bedrag:notPositive', 'A3 Proefman 7512BM-16 123456 2026-09-01', 'A4 Proefman 7512BM-18 123456 2026-09-01', '6 Bedrag:notAnAmount', '7 Bedrag:notPositive'],
  '22-title-above-header/startcol1.xlsx': ['A1 Proefman 7512BM-12 12345 2026-09-01'],
  '22-title-above-header/startrow2.xlsx': ['A1 Proefman 7512BM-12 12345 2026-09-01'],
  '22-title-above-header/title.csv': ['A1 Proefman 7512BM-12 12345 2026-09-01'],
  '23-dutch-month-names/maanden.csv': ['A1 Proefman 7512BM-12 12345 2026-09-01', 'A2 Proefman 7512BM-14 12345 2026-10-01', 'A3 Proefman 7512BM-16 12345 2026-03-15', 'A4 Proefman 7512BM-18 12345 2026-03-01', 'A5 Proefman 7512BM-20 12345 2026-09-01', 'A6 Proefman 7512BM-22 12345 2026-09-01', 'A7 Proefman 7512BM-24 12345 2026-09-01', 'A8 Proefman 7512BM-26 12345 2026-09-01', 'A9 Proefman 7512BM-28 12345 2026-09-01'],
  '27-inline-string-forms/cdata.xlsx': ['A1 Pröfman & Co 7512BM-12 12345 2026-09-01'],
  '27-inline-string-forms/numeric.xlsx': ['A1 Größe & Söhne <x> 7512BM-12 12345 2026-09-01'],
  '29-stray-last-row/last-row-height.xlsx': ['A1 Proefman 7512BM-12 12345 2026-09-01'],
  '29-stray-last-row/last-row-space.xlsx': ['A1 Proefman 7512BM-12 12345 2026-09-01'],
  '38-resend-after-mend/unknown-headers.csv': ['missing-columns'],
  '39-null-words/ssms.csv': ['A1 Proefman 7512BM-12 12345 2026-09-01', 'A2 Proefman 7512BM-14 12345 2026-09-01 born 1980-05-05 crisis', 'A3 Proefman 7512BM-16 12345 2026-09-01', 'A4 Proefman 7512BM-18 12345 2026-09-01', 'A5 Proefman 7512BM-20 12345 2026-09-01', 'A6 Proefman 7512BM-22 12345 2026-09-01'],
  '41-row-number-column/nr.csv': ['missing-columns'],
  '42-tussenvoegsel-column/tv.csv': ['A1 van den Proefberg 7512BM-12 12345 2026-09-01'],
  '44-trailing-minus/sap.csv': ['A1 Proefman 7512BM-12 12345 2026-09-01', '3 Bedrag:notPositive', '4 Bedrag:notPositive', 'A4 Proefman 7512BM-18 6789 2026-09-01', '6 Bedrag:notPositive'],
  '46-invisible-characters/zw.csv': ['A1 Proefman 7512BM-12 12345 2026-09-01', 'A1 Proefman 7512BM-14 12345 2026-09-01', 'A2 Proefman 7512BM-16 12345 2026-09-01', 'A3 Proefmans 7512BM-18 12345 2026-09-01', 'A4 Proefman 7512BM-20 12345 2026-09-01', 'A5 Proefman 7512BM-22 12345 2026-09-01', 'A6 Proefman 7512BM-24 12345 2026-09-01'],
  '47-us-dates/us.csv': ['A1 Proefman 7512BM-12 12345 2026-09-25', 'A2 Proefman 7512BM-14 12345 2026-09-01', 'A3 Proefman 7512BM-16 12345 2026-08-05', 'A4 Proefman 7512BM-18 12345 2026-10-31'],
  '48-postcode-sa-sd-ss/sa.csv': ['2 Postcode:postcodeForm', '3 Postcode:postcodeForm', '4 Postcode:postcodeForm'],
  '50-house-number-everywhere/hnr.csv': ['A1 Proefman 7512BM-12-A2 12345 2026-09-01', 'A2 Proefman 7512BM-12-A2 12345 2026-09-01', 'A4 Proefman 7512BM-12-A2 12345 2026-09-01'],
};

const outcome = (name: string) => outcomeOf(new URL(name, folder), november);

describe('a file from practice', () => {
  test.each(Object.entries(cases))('%s is read as it was meant, or refused where nobody can tell', async (name, expected) => {
    expect(await outcome(name)).toEqual(expected);
  });

  test('is read the same wherever the server stands', async () => {
    const before = process.env['TZ'];
    for (const zone of ['Europe/Amsterdam', 'America/New_York', 'Pacific/Auckland']) {
      process.env['TZ'] = zone;
      expect(await outcome('09-iso-date-cells/iso.xlsx')).toEqual(cases['09-iso-date-cells/iso.xlsx']);
    }
    process.env['TZ'] = before ?? '';
  });
});
