/** Breaches of agreements as a file, for a talk with a creditor. */
import type { Readable } from 'node:stream';
import { csvOf, type CsvCell } from '../../csv.ts';
import type { BreachItem } from '../../usecases/breaches/read-breaches.ts';

const columns = ['Schuldeiser', 'Datum', 'Soort', 'Wat', 'Kenmerk', 'Zaak', 'Stand', 'Besproken op', 'Afgesloten op', 'Behandelaar', 'Nummer'];

export const breachesCsv = (breaches: AsyncIterable<BreachItem>): Readable => csvOf(columns, lines(breaches));

async function* lines(breaches: AsyncIterable<BreachItem>): AsyncGenerator<CsvCell[]> {
  for await (const { creditor, occurredOn, label, sentence, reference, caseNumber, stateLabel, raisedOn, endedOn, owner, id } of breaches) {
    yield [creditor, occurredOn, label, sentence, reference, caseNumber, stateLabel, raisedOn, endedOn, owner, id];
  }
}
