import { z } from 'zod';
import type { Db } from '../../db/connect.ts';
import type { Instant } from '../../domain/dates.ts';
import { facts, link, paragraph, type Block, type Content } from '../blocks.ts';
import type { Links } from '../links.ts';
import { Unsendable, type OutboxRow } from '../outbox.ts';
import { template } from '../template.ts';
import { momentInWords, monthInWords } from '../words.ts';

interface Receipt {
  id: string;
  state: 'receiving' | 'processing' | 'done' | 'unreadable';
  receivedAt: Instant;
  month: string;
  rows: number;
  accepted: number;
  duplicates: number;
  refused: number;
  replaced: number;
  /** Dutch: why the file could not be read, or not to its end, and what to do. */
  problem: { message?: string; advice?: string } | null;
}

/** To a creditor: what became of its delivery. */
export const receipt = template(load, (delivery, links) => (delivery.state === 'unreadable' ? unreadable(delivery, links) : read(delivery, links)));

function read(delivery: Receipt, links: Links): Content {
  return {
    subject: 'Ontvangstbewijs van uw levering',
    blocks: [
      paragraph('Wij hebben uw levering ontvangen en gelezen.'),
      facts(
        ...received(delivery),
        ['Regels gelezen', String(delivery.rows)],
        ['Aangenomen', String(delivery.accepted)],
        ['Dubbel', String(delivery.duplicates)],
        ['Geweigerd', String(delivery.refused)],
        ...(delivery.replaced === 0 ? [] : [['Eerder signaal vervangen', String(delivery.replaced)] as [string, string]]),
      ),
      ...(delivery.refused === 0 ? [] : [paragraph('Bij elke geweigerde regel staat wat u kunt verbeteren. Lever die regels daarna opnieuw aan.')]),
      ...(delivery.problem === null ? [] : [paragraph('Let op: het bestand kon niet helemaal worden gelezen. De regels tot daar zijn wel verwerkt.')]),
      ...problemOf(delivery),
      ...seeMore(delivery, links),
    ],
  };
}

function unreadable(delivery: Receipt, links: Links): Content {
  return {
    subject: 'Wij kunnen uw levering niet lezen',
    blocks: [
      paragraph('Wij hebben uw levering ontvangen, maar wij kunnen het bestand niet lezen. Er is geen regel van verwerkt.'),
      facts(...received(delivery)),
      ...problemOf(delivery),
      link('Bekijk het ontvangstbewijs', links.receipt(delivery.id)),
    ],
  };
}

const received = (delivery: Receipt): [string, string][] => [
  ['Levering', delivery.id],
  ['Ontvangen', momentInWords(delivery.receivedAt)],
  ['Ronde', monthInWords(delivery.month)],
];

const problemOf = ({ problem }: Receipt): Block[] => [problem?.message, problem?.advice].filter((text) => text !== undefined).map(paragraph);

const seeMore = ({ id }: Receipt, links: Links): Block[] => [link('Bekijk het ontvangstbewijs', links.receipt(id)), link('Bekijk de regels', links.deliveryRows(id))];

async function load(db: Db, row: OutboxRow): Promise<Receipt> {
  const { deliveryId } = z.object({ deliveryId: z.uuid() }).parse(row.data);
  const [delivery] = await db<Receipt[]>`
    select d.id, d.state, d.received_at, rounds.month, d.rows, d.accepted, d.duplicates, d.refused, d.replaced, d.problem
    from deliveries d join rounds on rounds.id = d.round_id where d.id = ${deliveryId}`;
  if (delivery === undefined) throw new Unsendable('nothing-to-tell: the delivery is gone');
  return delivery;
}
