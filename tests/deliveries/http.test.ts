import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { workbook } from '../reading-files/support.ts';
import { eventually } from '../../testkit/eventually.ts';
import { startSystem, type System } from '../../testkit/system.ts';
import { file } from './support.ts';
import { monthOf } from '../../testkit/data/months.ts';

const MONTH = monthOf('deliveries/http');
const NEXT_MONTH = monthOf('deliveries/http, the next');
const creditor = 'schuldeiser-woongoed-twente';

interface Receipt {
  id: string;
  state: string;
  rows: number;
  accepted: number;
  replaced: number;
  duplicates: number;
  refused: number;
  placed: number;
  problem: { code: string; missingColumns: string[]; advice: string } | null;
  links: { rows: string; rowsCsv: string };
}

interface Row {
  line: number;
  reference: string | null;
  verdict: string;
  month: string | null;
  caseId: string | null;
  problems: { field: string; value: string; rule: string; message: string }[];
}

let system: System;

beforeAll(async () => {
  system = await startSystem();
  for (const month of [MONTH, NEXT_MONTH]) await system.call('meldpunt', 'POST', '/api/v1/rounds', { month, byHand: true });
}, 120_000);
afterAll(() => system.stop());

const deliver = async (bytes: Buffer, contentType = 'text/csv') =>
  system.call<Receipt>(creditor, 'POST', `/api/v1/deliveries?round=${MONTH}`, bytes, { 'Content-Type': contentType });

const rowsOf = async ({ links }: Receipt) => (await system.call<{ items: Row[] }>(creditor, 'GET', links.rows)).body.items;

async function verdictsOf(bytes: Buffer, contentType?: string): Promise<string[]> {
  const { status, body } = await deliver(bytes, contentType);
  expect([status, body.state]).toEqual([201, 'done']);
  return (await rowsOf(body)).map(({ verdict, problems }) => [verdict, ...problems.map(({ field, rule }) => `${field}:${rule}`)].join(' '));
}

const signalsOf = (reference: string) => system.sql<{ state: string; amountCents: number; month: string; phase: string }[]>`
  select s.state, s.amount_cents, r.month, c.phase from signals s join rounds r on r.id = s.round_id join cases c on c.id = s.case_id
  where s.reference = ${reference} order by s.received_at`;

describe('a file', () => {
  test('whose refused rows come back corrected has them accepted, and the others are duplicates', async () => {
    expect(await verdictsOf(file({ reference: 'A1', house: 1 }, { reference: 'A2', house: 2, amount: 'veel' }))).toEqual(['accepted', 'refused amount:notAnAmount']);
    expect(await verdictsOf(file({ reference: 'A1', house: 1 }, { reference: 'A2', house: 2, amount: '20,00' }))).toEqual(['duplicate', 'accepted']);
    expect(await signalsOf('A2')).toMatchObject([{ amountCents: 2_000, phase: 'candidate' }]);
  });

  test('with other content for a reference replaces the signal while the round is open; the same content in another spelling does not', async () => {
    await deliver(file({ reference: 'B1', house: 3, amount: '100,00' }));
    expect(await verdictsOf(file({ reference: 'B1', house: 3, amount: '€ 100', postcode: '7512 ab' }))).toEqual(['duplicate']);
    expect(await verdictsOf(file({ reference: 'B1', house: 3, amount: '150,00' }))).toEqual(['replaced']);
    expect(await signalsOf('B1')).toMatchObject([{ state: 'dropped', amountCents: 10_000 }, { state: 'pending', amountCents: 15_000, phase: 'candidate' }]);
  });

  test('with one reference twice: the same is a duplicate, other content is refused', async () => {
    const twice = file({ reference: 'C1', house: 4 }, { reference: 'C1', house: 4 }, { reference: 'C1', house: 4, amount: '1,00' });
    expect(await verdictsOf(twice)).toEqual(['accepted', 'duplicate', 'refused reference:referenceConflict']);
  });

  test('with a crisis has it in triage by the time of the receipt', async () => {
    const { status, body } = await deliver(file({ reference: 'D1', house: 5, crisis: 'J' }));
    expect([status, body.placed]).toEqual([201, 1]);
    expect(await signalsOf('D1')).toMatchObject([{ state: 'in-case', phase: 'triage' }]);
    expect(await verdictsOf(file({ reference: 'D1', house: 5, crisis: 'N' }))).toEqual(['refused reference:alreadyInCase']);
  });

  test('of Excel is read', async () => {
    const header = ['Contractnummer', 'Achternaam', 'Postcode', 'Huisnummer', 'Achterstand', 'Achterstand sinds'];
    const book = workbook([header, ['E1', 'Jansen', '7512AB', 6, 123.45, { date: 46054 }], ['E2', 'Jansen', '7512AB', 6, -1, { date: 46054 }]]);
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    expect(await verdictsOf(book, type)).toEqual(['accepted', 'refused amount:notPositive']);
    expect(await signalsOf('E1')).toMatchObject([{ amountCents: 12_345 }]);
  });

  test('of JSON is read, half an emoji included', async () => {
    const row = (reference: string) => ({ reference, lastName: '\ud83d Jansen', postcode: '7512AB', houseNumber: 7, amountCents: 12_345, arrearsSince: '2026-02-01' });
    expect(await verdictsOf(Buffer.from(JSON.stringify({ signals: [row('F1')] })), 'application/json')).toEqual(['accepted']);
    const lines = [row('F1'), { ...row('F2'), postcode: '\ud83d\0' }].map((line) => JSON.stringify(line)).join('\n');
    expect(await verdictsOf(Buffer.from(lines), 'application/x-ndjson')).toEqual(['duplicate', 'refused postcode:postcodeForm']);
  });

  test('twice at the same time gets one receipt', async () => {
    const bytes = file({ reference: 'G1', house: 8 });
    const answers = await Promise.all([deliver(bytes), deliver(bytes), deliver(bytes)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await signalsOf('G1')).toHaveLength(1);
  });
});

interface Refusal {
  code: string;
  detail: string;
  problem: { code: string; missingColumns: string[] };
  delivery: { id: string; links: { self: string } };
}

describe('an agreement', () => {
  const one = file({ reference: 'AG1', house: 77 });
  const set = (values: Record<string, unknown>) => system.sql`update agreements set ${system.sql(values as never)} where creditor_id = 'woongoed-twente'`;
  const refusal = async () => {
    const { status, body } = await system.call<{ detail: string; errors: { rule: string }[] }>(creditor, 'POST', `/api/v1/deliveries?round=${MONTH}`, one, { 'Content-Type': 'text/csv' });
    return { status, detail: body.detail, rule: body.errors[0]?.rule };
  };

  test('that has ended, has not begun, or is of other kinds takes nothing, and says which', async () => {
    await set({ valid_to: '2026-10-31' });
    expect(await refusal()).toMatchObject({ status: 409, rule: 'ended', detail: expect.stringContaining('geëindigd op 31 oktober 2026') });
    await set({ valid_to: null, valid_from: '2099-01-01' });
    expect(await refusal()).toMatchObject({ status: 409, rule: 'not-begun', detail: expect.stringContaining('1 januari 2099') });
    await set({ valid_from: '2020-01-01', allowed_kinds: ['water'] });
    expect(await refusal()).toMatchObject({ status: 409, rule: 'kind', detail: expect.stringContaining('"Huur"') });
    expect(await signalsOf('AG1')).toHaveLength(0);
    await set({ allowed_kinds: ['rent', 'water'] });
    expect((await deliver(one)).status).toBe(201);
    await set({ allowed_kinds: null });
  });
});

describe('the same file again', () => {
  const unknown = Buffer.from('Debnr;NAW;Postcode;Huisnummer;Bedrag;Achterstand sinds\nQ1;Jansen;7512AB;30;oeps;01-02-2026\nQ2;Jansen;7512AB;31;5,00;01-02-2026\n');
  const fix = (columns: Record<string, string>) => system.sql`update agreements set mapping = ${system.sql.json({ columns })} where creditor_id = 'woongoed-twente'`;

  test('is read anew once the agreement says what its columns are, and again once it says more', async () => {
    const [agreement] = await system.sql<{ mapping: object }[]>`select mapping from agreements where creditor_id = 'woongoed-twente'`;
    expect((await deliver(unknown)).status).toBe(422);
    await fix({ Debnr: 'reference', NAW: 'lastName' });
    const read = await deliver(unknown);
    expect([read.status, read.body.accepted, read.body.refused]).toEqual([201, 1, 1]);
    expect((await deliver(unknown)).body.id).toBe(read.body.id);
    await fix({ Debnr: 'reference', NAW: 'lastName', Huisnummer: 'houseNumber' });
    expect([(await deliver(unknown)).status, (await deliver(unknown)).status]).toEqual([201, 200]);
    await system.sql`update agreements set mapping = ${system.sql.json((agreement?.mapping ?? {}) as never)} where creditor_id = 'woongoed-twente'`;
  });

  test('is read anew when it was sent as another kind of file', async () => {
    const bytes = Buffer.from(JSON.stringify([{ reference: 'T1', lastName: 'Jansen', postcode: '7512AB', houseNumber: 40, amount: 5, arrearsSince: '2026-02-01' }]));
    expect((await deliver(bytes, 'text/csv')).status).toBe(422);
    expect(await verdictsOf(bytes, 'application/json')).toEqual(['accepted']);
  });

  test('after another version is the one that counts: the last sent', async () => {
    const versions = ['100,00', '200,00', '100,00', '200,00'].map((amount) => file({ reference: 'V1', house: 41, amount }));
    for (const version of versions) expect((await deliver(version)).status).toBe(201);
    expect((await signalsOf('V1')).filter(({ state }) => state === 'pending')).toMatchObject([{ amountCents: 20_000 }]);
  });
});

describe('refused rows', () => {
  const given = Buffer.from('Contractnr;Naam;PC;Huisnummer;Saldo;Vervaldatum;Kleur\nW1;Jansen;7512AB;50;veel;01-02-2026;rood\nW2;Jansen;7512AB;51;5,00;01-02-2026;groen\nW3;"Jansen; de";9999AB;52;6,00;01-02-2026;"=1+1"\n');

  test('come back under the headings of their file, to correct and deliver again', async () => {
    const { body } = await deliver(given);
    expect(body).toMatchObject({ accepted: 1, refused: 2, unusedColumns: ['Kleur'] });
    const { body: csv } = await system.call<string>(creditor, 'GET', `/api/v1/deliveries/${body.id}/refused.csv`);
    const [header = '', first = '', second = ''] = csv.split('\n');
    expect(header.replaceAll('"', '')).toBe('Contractnr;Naam;PC;Huisnummer;Saldo;Vervaldatum;Kleur;Wat te verbeteren');
    expect(first).toMatch(/^W1;Jansen;7512AB;50;veel;01-02-2026;rood;".*""Saldo"".*"$/);
    expect(second).toContain('"Jansen; de"');
    const toCorrect = async () => (await system.call<{ toCorrect: { deliveryId: string; refused: number }[] }>(creditor, 'GET', '/api/v1/creditors/woongoed-twente/to-do')).body.toCorrect.filter(({ deliveryId }) => deliveryId === body.id);
    expect(await toCorrect()).toMatchObject([{ refused: 2, month: MONTH, unreadable: false, links: { refusedCsv: `/api/v1/deliveries/${body.id}/refused.csv` } }]);
    const corrected = Buffer.from([header, first.replace('veel', '7,00'), second.replace('9999AB', '7512AB')].join('\n'));
    expect(await verdictsOf(corrected)).toEqual(['accepted', 'accepted']);
    expect(await toCorrect()).toEqual([]);
  });

  test('are named by what their creditor calls the column, and are found by their verdict', async () => {
    const { body } = await deliver(given);
    const { body: rows } = await system.call<{ items: { line: number; problems: { column: string | null }[] }[] }>(creditor, 'GET', `/api/v1/deliveries/${body.id}/rows?verdict=refused`);
    expect(rows.items.map(({ line, problems }) => [line, problems[0]?.column])).toEqual([[2, 'Saldo'], [4, 'PC']]);
  });
});

describe('a file that cannot be taken', () => {
  test('is told which columns are missing, also by mail', async () => {
    const { status, body } = await system.call<Refusal>(creditor, 'POST', `/api/v1/deliveries?round=${MONTH}`, Buffer.from('Achternaam;Postcode\nJansen;7512AB\n'));
    expect([status, body.code]).toEqual([422, 'unreadable-delivery']);
    expect(body.detail).toMatch(/Vraag|vraag het meldpunt/);
    expect(body.problem).toEqual({ code: 'missing-columns', missingColumns: ['kenmerk', 'huisnummer', 'achterstand', 'achterstand sinds'] });
    expect((await system.call<Receipt>(creditor, 'GET', body.delivery.links.self)).body.state).toBe('unreadable');
    await eventually(() => expect(system.mail.mails.map(({ subject }) => subject)).toContain('Wij kunnen uw levering niet lezen'));
  });

  test.each([
    ['of another type', 'application/pdf', Buffer.from('%PDF'), 415, 'unsupported-media-type'],
    ['that is empty', 'text/csv', Buffer.from(''), 400, 'invalid-input'],
    ['of Excel of more than 10 MB', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', Buffer.alloc(10 * 1024 * 1024 + 1), 413, 'too-large'],
    ['in UTF-16', 'text/csv', Buffer.from('\ufeffContractnummer;Achternaam', 'utf16le'), 422, 'unreadable-delivery'],
  ])('%s is refused, and leaves nothing behind', async (_what, contentType, bytes, status, code) => {
    const [before] = await system.sql`select count(*) as n from deliveries`;
    const answer = await deliver(bytes, contentType);
    expect([answer.status, answer.body]).toMatchObject([status, { code }]);
    expect((await system.sql`select count(*) as n from deliveries`)[0]).toEqual(before);
  });
});

describe('one signal', () => {
  const signal = { reference: 'S1', lastName: 'Jansen', postcode: '7512AB', houseNumber: 9, amount: 100, arrearsSince: '2026-02-01' };
  const send = (body: unknown) => system.call<{ receipt: Receipt; row: Row }>(creditor, 'POST', `/api/v1/signals?round=${MONTH}`, body);

  test('is accepted, with its case, whose id the creditor is not told', async () => {
    const { status, body } = await send(signal);
    expect([status, body.row.verdict]).toEqual([201, 'accepted']);
    expect(body.row.caseId).toBeNull();
    expect(await signalsOf('S1')).toMatchObject([{ phase: 'candidate' }]);
  });

  test('again is the same; in another spelling a duplicate', async () => {
    const { status, body } = await send(signal);
    expect([status, body.row.verdict]).toEqual([200, 'accepted']);
    const respelled = await send({ ...signal, postcode: '7512 ab' });
    expect([respelled.status, respelled.body.row.verdict]).toEqual([201, 'duplicate']);
    expect(await signalsOf('S1')).toHaveLength(1);
  });

  test('that is wrong is refused with what to do', async () => {
    const { status, body } = await send({ ...signal, reference: 'S2', amount: -1 });
    expect([status, body.row.verdict, body.row.problems[0]]).toEqual([422, 'refused', expect.objectContaining({ field: 'amount', rule: 'notPositive', value: '-1' })]);
    expect(await signalsOf('S2')).toEqual([]);
  });
});

describe('the receipt as CSV', () => {
  test('has no cell that a spreadsheet would run', async () => {
    const bad = ['=1+1', '+1', '-1', '@A1', '\t=1'];
    const { body } = await deliver(file(...bad.map((reference, n) => ({ reference, house: 20 + n, amount: reference }))));
    const csv = await system.call<string>(creditor, 'GET', body.links.rowsCsv);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    const cells = csv.body.trim().split('\n').slice(1).flatMap((line) => line.split(';')).map((cell) => cell.replace(/^"/, ''));
    expect(cells.length).toBeGreaterThan(bad.length);
    expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  });
});

describe('rows that come after the round closed', () => {
  const round = `/api/v1/rounds/${MONTH}`;
  const stateOf = async () => (await system.call<{ state: string; listVersion: number }>('meldpunt', 'GET', round)).body;

  test('go to the next round; warm ones still join this one, whose match is made anew', async () => {
    await system.call('meldpunt', 'POST', `${round}/close`);
    await eventually(async () => expect(await stateOf()).toMatchObject({ state: 'proposed', listVersion: 1 }), 20_000);
    expect(await verdictsOf(file({ reference: 'L1', house: 30 }, { reference: 'L2', house: 30, warm: 'J' }))).toEqual(['accepted', 'accepted']);
    expect([await signalsOf('L1'), await signalsOf('L2')]).toMatchObject([[{ month: NEXT_MONTH }], [{ month: MONTH }]]);
    await eventually(async () => expect(await stateOf()).toMatchObject({ state: 'proposed', listVersion: 2 }), 20_000);
  });

  test('do not replace what the match may hold already, unless they are warm', async () => {
    expect(await verdictsOf(file({ reference: 'B1', house: 3, amount: '160,00' }))).toEqual(['accepted']);
    expect(await signalsOf('B1')).toMatchObject([{ state: 'dropped' }, { state: 'pending', month: MONTH }, { state: 'pending', month: NEXT_MONTH }]);
  });

  test('go to the next round, the warm ones too, when the match is confirmed', async () => {
    const { listVersion } = await stateOf();
    await system.call('meldpunt', 'POST', `${round}/confirm`, { listVersion });
    await eventually(async () => expect(await stateOf()).toMatchObject({ state: 'confirmed' }), 30_000);
    expect(await verdictsOf(file({ reference: 'L3', house: 31, warm: 'J' }))).toEqual(['accepted']);
    expect(await signalsOf('L3')).toMatchObject([{ month: NEXT_MONTH }]);
  });
});
