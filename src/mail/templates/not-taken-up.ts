import { z } from 'zod';
import { caseResults, codesOf, labelOf, type CaseResult } from '../../domain/codes.ts';
import { facts, paragraph } from '../blocks.ts';
import { linksTo, ownSignals, referencesOf, type OwnSignal } from '../own-signals.ts';
import { template, type Template } from '../template.ts';

/** A national code says why; the words behind "other" are never read here, so they stay inside. */
const dataSchema = z.object({ result: z.enum(codesOf(caseResults)) });

interface Told {
  signals: OwnSignal[];
  result: CaseResult;
}

/** To a creditor: triage decided not to take its signal up. */
export const noGo = endOf('Wij pakken uw signaal niet op', 'De gemeente heeft uw signaal bekeken. Wij pakken het niet op.');

/** To a creditor: the case was closed before its end. */
export const caseClosed = endOf('De zaak bij uw signaal is gesloten', 'De gemeente heeft de zaak bij uw signaal eerder gesloten.');

function endOf(subject: string, message: string): Template {
  return template(
    async (db, row): Promise<Told> => ({ signals: await ownSignals(db, row), ...dataSchema.parse(row.data) }),
    ({ signals, result }, links) => ({
      subject,
      blocks: [
        paragraph(message),
        referencesOf(signals),
        facts(['Reden', labelOf(caseResults, result)]),
        paragraph('U hoeft niet langer te wachten met incasso.'),
        ...linksTo(signals, links),
      ],
    }),
  );
}
