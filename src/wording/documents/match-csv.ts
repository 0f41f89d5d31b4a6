import type { Readable } from 'node:stream';
import { csvOf, type CsvCell } from '../../csv.ts';
import type { MatchRow } from '../../db/queries/rounds/match-list.ts';
import { signalKindInWords } from '../sentences/signal-kind.ts';
import { dropOutLabels } from '../labels/labels.ts';

const columns = ['uitkomst', 'reden', 'zaak', 'nieuwe zaak', 'meervoudig', 'opeenvolgend', 'gemeente', 'schuldeiser', 'kenmerk', 'bedrag in centen', 'soort melding', 'mogelijk bezwaar'];
const joins: Readonly<Record<string, string>> = { higher: 'hoger bedrag', updated: 'geactualiseerd', other: 'andere achterstand', crisis: 'crisis' };
const yesNo = (yes: boolean) => (yes ? 'ja' : 'nee');

/** A match list as CSV: one line a signal. */
export const matchCsv = (rows: AsyncIterable<MatchRow>): Readable => csvOf(columns, lines(rows));

async function* lines(rows: AsyncIterable<MatchRow>): AsyncGenerator<CsvCell[]> {
  for await (const row of rows) {
    const inCase = row.outcome === 'in-case';
    const reason = row.reason ?? '';
    yield [
      inCase ? 'in zaak' : 'afgevallen', (inCase ? joins[reason] : dropOutLabels[reason]) ?? reason, row.caseId, yesNo(row.newCase), yesNo(row.multiple),
      yesNo(row.consecutive), row.municipalityCode, row.creditorId, row.reference, row.amountCents, signalKindInWords(row), yesNo(row.objectionDoubt),
    ];
  }
}
