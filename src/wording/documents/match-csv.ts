import type { Readable } from 'node:stream';
import { eurosAsNumber } from '../../domain/money.ts';
import { csvOf, type CsvCell } from '../../csv.ts';
import type { ExportedMatch } from '../../usecases/rounds/read-matches.ts';
import { signalKindInWords } from '../sentences/signal-kind.ts';
import { dropOutLabels } from '../labels/labels.ts';

const columns = ['uitkomst', 'reden', 'zaaknummer', 'nieuwe zaak', 'meervoudig', 'opeenvolgend', 'gemeente', 'postcode', 'huisnummer', 'toevoeging', 'plaats', 'schuldeiser', 'kenmerk', 'bedrag in euro', 'soort melding', 'mogelijk bezwaar', 'zaak'];
const joins: Readonly<Record<string, string>> = { higher: 'hoger bedrag', updated: 'geactualiseerd', other: 'andere achterstand', crisis: 'crisis' };
const yesNo = (yes: boolean) => (yes ? 'ja' : 'nee');

/** A match list as CSV: one line a signal. */
export const matchCsv = (rows: AsyncIterable<ExportedMatch>): Readable => csvOf(columns, lines(rows));

async function* lines(rows: AsyncIterable<ExportedMatch>): AsyncGenerator<CsvCell[]> {
  for await (const row of rows) {
    const inCase = row.outcome === 'in-case';
    const reason = row.reason ?? '';
    yield [
      inCase ? 'in zaak' : 'afgevallen', (inCase ? joins[reason] : dropOutLabels[reason]) ?? reason, row.caseNumber, yesNo(row.newCase), yesNo(row.multiple),
      yesNo(row.consecutive), row.municipality, row.address?.postcode ?? null, row.address?.houseNumber ?? null, row.address?.addition ?? null, row.address?.place ?? null,
      row.creditor, row.reference, eurosAsNumber(row.amountCents), signalKindInWords(row), yesNo(row.objectionDoubt), row.caseId,
    ];
  }
}
