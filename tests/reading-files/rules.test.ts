import { describe, expect, test } from '@jest/globals';
import { problem } from '../../src/delivery/judging/problem.ts';
import { rowFields, ruleCodes } from '../../src/delivery/judging/row.ts';
import { csv, october, readAll, refusals, signals } from './support.ts';

const header = 'reference;lastName;initials;birthDate;phone;email;street;place;postcode;houseNumber;houseLetter;addition;amount;arrearsSince;legalForm;crisis;warm';
const valid = {
  reference: 'R1', lastName: 'Jansen', initials: 'A.', birthDate: '', phone: '', email: '', street: 'Dorpsstraat', place: 'Enschede',
  postcode: '7512BM', houseNumber: '12', houseLetter: '', addition: '', amount: '1.234,56', arrearsSince: '01-09-2026', legalForm: '', crisis: 'N', warm: 'N',
};
type Row = Partial<typeof valid>;

const read = (...rows: Row[]) => readAll([header, ...rows.map((row) => Object.values({ ...valid, ...row }).join(';'))].join('\n'));
const verdict = async (row: Row) => refusals(await read(row)).map((line) => line.replace('2 ', '')).join();
const accepted = async (row: Row) => signals(await read(row))[0];

describe('a row', () => {
  test('is read whole', async () => {
    const row = { birthDate: '31-12-1980', phone: '06 12345678', email: 'a@b.nl', houseLetter: 'a', addition: '1', legalForm: 'Eenmanszaak', crisis: 'J' };
    expect(await read(row)).toEqual([
      {
        line: 2,
        given: ['R1', 'Jansen', 'A.', '31-12-1980', '06 12345678', 'a@b.nl', 'Dorpsstraat', 'Enschede', '7512BM', '12', 'a', '1', '1.234,56', '01-09-2026', 'Eenmanszaak', 'J', 'N'],
        reference: 'R1',
        ok: true,
        contentKey: expect.any(String),
        signal: {
          reference: 'R1', lastName: 'Jansen', initials: 'A.', birthDate: '1980-12-31', phone: '06 12345678', email: 'a@b.nl',
          street: 'Dorpsstraat', place: 'Enschede', address: { postcode: '7512BM', houseNumber: 12, addition: 'A1' },
          amountCents: 123456, arrearsSince: '2026-09-01', legalForm: 'Eenmanszaak', crisis: true, signalKind: 'ordinary', endsOn: null, warm: false,
        },
      },
    ]);
  });

  test('that is refused tells everything that is wrong at once, with the value seen and what to do', async () => {
    const [row] = await read({ lastName: '', postcode: '75AB12', houseNumber: 'achter', amount: '-12,00', arrearsSince: 'gisteren', warm: 'misschien' });
    expect(row?.ok).toBe(false);
    expect(row?.ok === false ? row.problems.map(({ field, value, rule }) => [field, value, rule]) : []).toEqual([
      ['lastName', '', 'required'], ['postcode', '75AB12', 'postcodeForm'], ['houseNumber', 'achter', 'noNumber'],
      ['amount', '-12,00', 'notPositive'], ['date', 'gisteren', 'noSuchDay'], ['warm', 'misschien', 'notYesOrNo'],
    ]);
  });

  test.each([
    [{ reference: '' }, 'reference:required'], [{ reference: 'R'.repeat(64) }, ''], [{ reference: 'R'.repeat(65) }, 'reference:tooLong'],
    [{ lastName: '\u0007 ' }, 'lastName:required'], [{ lastName: 'n'.repeat(201) }, 'lastName:tooLong'],
    [{ amount: '' }, 'amount:required'], [{ amount: '0' }, 'amount:notPositive'], [{ amount: '0,01' }, ''],
    [{ amount: '1.000.000,00' }, ''], [{ amount: '1.000.000,01' }, 'amount:tooHigh'], [{ amount: 'veel' }, 'amount:notAnAmount'],
    [{ arrearsSince: '' }, 'date:required'], [{ arrearsSince: '31-02-2026' }, 'date:noSuchDay'], [{ arrearsSince: '01-09-1026' }, 'date:unlikelyYear'],
    [{ arrearsSince: '01-12-2026' }, ''], [{ arrearsSince: '26-10-26' }, 'date:unlikelyYear'],
    [{ birthDate: '31-02-1980' }, 'birthDate:noSuchDay'], [{ birthDate: '21-10-2026' }, 'birthDate:afterDelivery'],
    [{ birthDate: '20-10-2026' }, ''], [{ birthDate: '01-01-1080' }, 'birthDate:unlikelyYear'],
    [{ crisis: '2' }, 'crisis:notYesOrNo'],
  ])('with %o: %j', async (row, problems) => {
    expect(await verdict(row)).toBe(problems);
  });

  test('keeps its reference in the verdict when it is refused for something else', async () => {
    expect((await read({ amount: 'veel' }))[0]?.reference).toBe('R1');
    expect((await read({ reference: '' }))[0]?.reference).toBeNull();
  });

  test('has a message for every rule and field, without the value', () => {
    for (const field of rowFields) {
      for (const rule of ruleCodes) {
        const { message, value } = problem(field, rule, 'geheim'.repeat(50));
        expect(message).toMatch(/^[A-Z].*\.$/);
        expect(message).not.toContain('geheim');
        expect(value).toHaveLength(80);
      }
    }
  });
});

describe('dates', () => {
  test.each([
    '31-07-2026', '31/07/2026', '31.7.2026', '31-7-26', '31-07-26', '2026-07-31', '2026/7/31', '20260731',
    '2026-07-31T00:00:00', '2026-07-31 00:00:00.000', '31-7-2026 0:00:00',
  ])('%s is read', async (arrearsSince) => {
    expect((await accepted({ arrearsSince }))?.arrearsSince).toBe('2026-07-31');
  });

  test('have the day first when nothing is fixed', async () => {
    expect((await accepted({ arrearsSince: '05-06-2026' }))?.arrearsSince).toBe('2026-06-05');
  });

  test.each([['MDY', '06/05/26'], ['YMD', '26-06-05'], ['DMY', '05-06-26']] as const)('%s as the agreement fixes it', async (dateOrder, day) => {
    const rows = await readAll(csv(`R1;Jansen;7512BM;12;;5;${day}`), { mapping: { dateOrder } });
    expect(signals(rows)[0]?.arrearsSince).toBe('2026-06-05');
  });

  test('a birth year of two digits is never after the delivery', async () => {
    expect((await accepted({ birthDate: '20-10-26' }))?.birthDate).toBe('2026-10-20');
    expect((await accepted({ birthDate: '21-10-26' }))?.birthDate).toBe('1926-10-21');
    expect((await accepted({ birthDate: '13-06-90' }))?.birthDate).toBe('1990-06-13');
    expect((await accepted({ birthDate: '29-02-28' }))?.birthDate).toBe('1928-02-29');
  });

  test('an arrears year of two digits is the nearest one not after the cut-off', async () => {
    expect((await accepted({ arrearsSince: '25-10-26' }))?.arrearsSince).toBe('2026-10-25');
    expect((await accepted({ arrearsSince: '01-01-99' }))?.arrearsSince).toBe('1999-01-01');
    const january = { ...october, cutOffOn: '2027-01-25' };
    const rows = await readAll(csv('R1;Jansen;7512BM;12;;5;26-10-26'), { context: january });
    expect(signals(rows)[0]?.arrearsSince).toBe('2026-10-26');
  });
});

describe('amounts', () => {
  const amounts = async (...values: string[]) => (await read(...values.map((amount) => ({ amount })))).map((row) => (row.ok ? row.signal.amountCents : row.problems[0]?.rule));

  test('1.234 is a thousand and more where other amounts have a decimal comma or none shows a sign', async () => {
    expect(await amounts('1.234', '12,50')).toEqual([123400, 1250]);
    expect(await amounts('1.234', '900')).toEqual([123400, 90000]);
  });

  test('1.234 is refused where other amounts have a decimal point', async () => {
    expect(await amounts('1.234', '12.50', '900')).toEqual(['ambiguousAmount', 1250, 90000]);
  });

  test('1,234 is a thousand and more where other amounts have a decimal point, else refused', async () => {
    expect(await amounts('1,234', '12.50')).toEqual([123400, 1250]);
    expect(await amounts('1,234', '12,50')).toEqual(['ambiguousAmount', 1250]);
  });

  test('each amount that shows its sign is read by its own form', async () => {
    expect(await amounts('1.234,56', '1,234.56', '12.5')).toEqual([123456, 123456, 1250]);
  });

  test('only the sign that the agreement fixes is read', async () => {
    const rows = await readAll(csv('R1;Jansen;7512BM;12;;12.50;2026-09-01', 'R2;Jansen;7512BM;12;;1.234;2026-09-01'), { mapping: { decimalSign: ',' } });
    expect(rows.map((row) => (row.ok ? row.signal.amountCents : row.problems[0]?.rule))).toEqual(['notAnAmount', 123400]);
  });
});

describe('yes and no', () => {
  test.each(['J', 'j', 'ja', 'Y', '1', 'true', 'WAAR'])('%s is yes', async (crisis) => {
    expect((await accepted({ crisis }))?.crisis).toBe(true);
  });

  test.each(['N', 'nee', '0', 'false', ''])('%j is no', async (crisis) => {
    expect((await accepted({ crisis }))?.crisis).toBe(false);
  });
});

describe('the content key', () => {
  const key = async (row: Row) => {
    const [read1] = await read(row);
    return read1?.ok ? read1.contentKey : undefined;
  };

  test('is the same for another spelling of the same content, and for another reference', async () => {
    const plain = await key({ houseLetter: 'A', addition: 'bis' });
    for (const row of [
      { addition: 'Abis' }, { houseNumber: '12 A bis' }, { postcode: '7512 bm', houseLetter: 'a', addition: 'BIS' },
      { addition: 'Abis', amount: '1234.56', arrearsSince: '20260901' }, { addition: 'Abis', lastName: 'JANSEN ', initials: 'a' },
      { addition: 'Abis', reference: 'R2' },
    ]) expect(await key(row)).toBe(plain);
  });

  test.each<Row>([
    { lastName: 'Smit' }, { initials: 'B.' }, { birthDate: '01-01-1980' }, { phone: '0612345678' }, { email: 'a@b.nl' },
    { street: 'Kerkstraat' }, { place: 'Almelo' }, { postcode: '7512BN' }, { houseNumber: '13' }, { addition: '1' }, { amount: '1.234,57' },
    { arrearsSince: '02-09-2026' }, { legalForm: 'B.V.' }, { crisis: 'J' }, { warm: 'J' },
  ])('differs with %o', async (row) => {
    expect(await key(row)).not.toBe(await key({}));
  });
});
