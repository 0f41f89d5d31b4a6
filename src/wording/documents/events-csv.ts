/** What happened in many cases, as a file. */
import type { Readable } from 'node:stream';
import { csvOf, type CsvCell } from '../../csv.ts';
import type { FoundEvent } from '../../usecases/histories/search-events.ts';

const columns = ['Wanneer', 'Wat', 'Omschrijving', 'Zaak', 'Gemeente', 'Fase nu', 'Wie', 'Zaak-id'];

export const eventsCsv = (events: AsyncIterable<FoundEvent>): Readable => csvOf(columns, lines(events));

async function* lines(events: AsyncIterable<FoundEvent>): AsyncGenerator<CsvCell[]> {
  for await (const { at, label, sentence, caseNumber, municipality, phaseLabel, actor, caseId } of events) yield [at, label, sentence, caseNumber, municipality, phaseLabel, actor.name, caseId];
}
