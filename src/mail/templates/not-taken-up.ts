import { z } from 'zod';
import { signalOfCreditor, type OwnSignal } from '../../db/queries/outreach/told.ts';
import { caseResults, codesOf, labelOf, type CaseResult } from '../../domain/codes.ts';
import { facts, paragraph, type Block, type Content } from '../blocks.ts';
import type { Links } from '../links.ts';
import { Unsendable } from '../outbox.ts';
import { creditorIdOf, linksTo, ownSignals, referencesOf } from '../own-signals.ts';
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

/** To a creditor: one of its signals is worked on no more, while others at the address may be. A national code, and no more of why. */
export const signalStopped: Template<Told> = template(
  async (db, row): Promise<Told> => {
    const { signalId } = z.object({ signalId: z.uuid() }).parse(row.data);
    const signals = await signalOfCreditor(db, signalId, creditorIdOf(row));
    if (signals.length === 0) throw new Unsendable('nothing-to-tell: the signal is gone');
    return { signals, result: 'not-taken-up-other' };
  },
  (told, links) => ended('Wij gaan niet verder met uw signaal', 'De gemeente gaat niet verder met uw signaal.', told, links),
);

/** Somebody died: what a creditor does next reaches those who stay behind. */
export const afterwards = (result: CaseResult | null): Block =>
  paragraph(result === 'deceased' ? 'Wilt u hiermee rekening houden in uw contact met de nabestaanden?' : 'U hoeft niet langer te wachten met incasso.');

function endOf(subject: string, message: string): Template<Told> {
  return template(
    async (db, row): Promise<Told> => ({ signals: await ownSignals(db, row), ...dataSchema.parse(row.data) }),
    (told, links) => ended(subject, message, told, links),
  );
}

function ended(subject: string, message: string, { signals, result }: Told, links: Links): Content {
  return { subject, blocks: [paragraph(message), referencesOf(signals), facts(['Reden', labelOf(caseResults, result)]), afterwards(result), ...linksTo(signals, links)] };
}
