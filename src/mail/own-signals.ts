import { z } from 'zod';
import type { Db } from '../db/connect.ts';
import { signalsInCase, type OwnSignal } from '../db/queries/outreach/told.ts';
import { facts, link, type Block } from './blocks.ts';
import type { Links } from './links.ts';
import type { OutboxRow } from '../db/queries/outreach/outbox.ts';
import { caseIdOf, Unsendable } from './outbox.ts';

/**
 * The signals of the receiving creditor in the row's case, one for each of its references.
 * @throws Unsendable when there are none (any more)
 */
export async function ownSignals(db: Db, row: OutboxRow): Promise<OwnSignal[]> {
  const signals = await signalsInCase(db, caseIdOf(row), creditorIdOf(row));
  if (signals.length === 0) throw new Unsendable('nothing-to-tell: no signals of this creditor in the case');
  return signals;
}

/** What a mail tells of a creditor's own signals. */
export interface AboutOwn {
  signals: OwnSignal[];
}

/** The receiving creditor, for mails that only a creditor gets. */
export function creditorIdOf({ recipient }: OutboxRow): string {
  return z.object({ kind: z.literal('creditor'), id: z.string() }).parse(recipient).id;
}

export const referencesOf = (signals: readonly OwnSignal[]): Block =>
  facts([signals.length === 1 ? 'Uw kenmerk' : 'Uw kenmerken', signals.map(({ reference }) => reference).join(', ')]);

/** One of the creditor's signals; any will do, since a creditor answers for all its signals in the case. */
export const recheckLink = (signals: readonly OwnSignal[], links: Links): Block => link('Geef hier uw antwoord', links.recheck(signals[0]?.id ?? ''));

const linkText = 'Bekijk het signaal met kenmerk';
export const isLinkToSignal = (block: Block): boolean => block.kind === 'link' && block.text.startsWith(linkText);

export const linksTo = (signals: readonly OwnSignal[], links: Links): Block[] =>
  signals.map(({ id, reference }) => link(`${linkText} ${reference}`, links.signal(id)));
