import type { Readable } from 'node:stream';
import { csvOf, type CsvCell } from '../../csv.ts';
import type { Certificate } from '../../usecases/retention/read-certificates.ts';

const columns = ['nummer', 'tijdstip (UTC)', 'wat', 'zaak', 'levering', 'waarom', 'regel', 'beleidsversie', 'gesloten op', 'bewaard tot', 'personen', 'signalen', 'notities', 'plannen', 'overdrachten', 'regels van leveringen', 'adressen', 'door'];

/** A certificate a line, for Excel. */
export const certificatesCsv = (rows: AsyncIterable<Certificate>): Readable => csvOf(columns, lines(rows));

async function* lines(rows: AsyncIterable<Certificate>): AsyncGenerator<CsvCell[]> {
  for await (const row of rows) {
    const { id, at, label, caseId, deliveryId, becauseLabel, ruleLabel, policyVersion, closedOn, dueOn, counts, actorId } = row;
    const numbers = ['persons', 'signals', 'notes', 'plans', 'handOvers', 'deliveryRows', 'households'].map((name) => counts[name] ?? 0);
    yield [id, at, label, caseId, deliveryId, becauseLabel, ruleLabel, policyVersion, closedOn, dueOn, ...numbers, actorId];
  }
}
