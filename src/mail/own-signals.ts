import { z } from 'zod';
import type { Db } from '../db/connect.ts';
import { facts, link, type Block } from './blocks.ts';
import type { Links } from './links.ts';
import { caseIdOf, Unsendable, type OutboxRow } from './outbox.ts';

/** A creditor's own signal in a case: all that its mails may say of who it is about. */
export interface OwnSignal {
  id: string;
  reference: string;
}

/**
 * The signals of the receiving creditor in the row's case, one for each of its references.
 * @throws Unsendable when there are none (any more)
 */
export async function ownSignals(db: Db, row: OutboxRow): Promise<OwnSignal[]> {
  const signals = await db<OwnSignal[]>`
    select distinct on (reference) id, reference from signals
    where case_id = ${caseIdOf(row)} and creditor_id = ${creditorIdOf(row)} and state = 'in-case'
    order by reference, received_at desc`;
  if (signals.length === 0) throw new Unsendable('nothing-to-tell: no signals of this creditor in the case');
  return signals;
}

/** The one who receives, where only a creditor can. */
export function creditorIdOf({ recipient }: OutboxRow): string {
  return z.object({ kind: z.literal('creditor'), id: z.string() }).parse(recipient).id;
}

export const referencesOf = (signals: readonly OwnSignal[]): Block =>
  facts([signals.length === 1 ? 'Uw kenmerk' : 'Uw kenmerken', signals.map(({ reference }) => reference).join(', ')]);

export const linksTo = (signals: readonly OwnSignal[], links: Links): Block[] =>
  signals.map(({ id, reference }) => link(`Bekijk het signaal met kenmerk ${reference}`, links.signal(id)));
