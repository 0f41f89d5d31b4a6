import { z } from 'zod';
import type { Db } from '../../db/connect.ts';
import { receiptOf } from '../../db/queries/deliveries/deliveries.ts';
import { labelOf, signalKinds, type SignalKind } from '../../domain/codes.ts';
import { lateNote } from '../../domain/rounds/round.ts';
import type { Instant } from '../../domain/time/dates.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { facts, link, paragraph, type Block, type Content } from '../blocks.ts';
import type { Links } from '../links.ts';
import type { OutboxRow } from '../../db/queries/outreach/outbox.ts';
import { monthInWords } from '../../wording/sentences/dates.ts';
import { Unsendable } from '../outbox.ts';
import { template } from '../template.ts';
import { momentInWords } from '../moments.ts';

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
  late: { month: string; rows: number }[];
  kinds: { signalKind: SignalKind; rows: number }[];
  unusedColumns: string[];
  goneColumns: { heading: string; instead: string | null }[];
  isOtherFile: boolean;
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
        ...delivery.kinds.map(({ signalKind, rows }): [string, string] => [`Waarvan ${labelOf(signalKinds, signalKind).toLowerCase()}`, String(rows)]),
        ['Dubbel', String(delivery.duplicates)],
        ['Geweigerd', String(delivery.refused)],
        ...(delivery.replaced === 0 ? [] : [['Eerder signaal vervangen', String(delivery.replaced)] as [string, string]]),
      ),
      ...lateOf(delivery),
      ...unusedOf(delivery),
      ...goneOf(delivery),
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

const lateOf = ({ late }: Receipt): Block[] =>
  late.map(({ month, rows }) => paragraph(`${rows === 1 ? '1 regel' : `${rows} regels`}: ${lateNote(month)}.`));

/** Only texts that look like headings: one with digits, or a long one, may be a person's data. */
const isHeading = (name: string): boolean => name.length <= 40 && /^\p{L}[\p{L} ./_()-]*$/u.test(name);

function unusedOf({ unusedColumns }: Receipt): Block[] {
  const named = unusedColumns.filter(isHeading);
  return named.length === 0 ? [] : [paragraph(`Niet gebruikt: ${named.join(', ')}. Staat daar iets in dat wij nodig hebben? Neem dan contact op met het meldpunt.`)];
}

/** The file differs from what was agreed, and could be read all the same. */
function goneOf({ goneColumns, isOtherFile }: Receipt): Block[] {
  if (isOtherFile) return [paragraph('Dit bestand heeft andere kolommen dan vastgelegd. Wij hebben het gelezen aan de hand van de namen van de kolommen. Is dit uw nieuwe bestand? Leg de kolommen dan opnieuw vast.')];
  const named = goneColumns.filter(({ heading, instead }) => isHeading(heading) && (instead === null || isHeading(instead)));
  return named.length === 0 ? [] : [paragraph(`Anders dan vastgelegd: ${named.map(({ heading, instead }) => (instead === null ? `${heading} ontbreekt` : `${instead} is gelezen in plaats van ${heading}`)).join(', ')}. Klopt dat? Leg de kolommen dan opnieuw vast.`)];
}

const problemOf = ({ problem }: Receipt): Block[] => [problem?.message, problem?.advice].filter((text) => text !== undefined).map(paragraph);

const seeMore = ({ id }: Receipt, links: Links): Block[] => [link('Bekijk het ontvangstbewijs', links.receipt(id)), link('Bekijk de regels', links.deliveryRows(id))];

async function load(db: Db, row: OutboxRow, keys: KeyStore): Promise<Receipt> {
  const { deliveryId } = z.object({ deliveryId: z.uuid() }).parse(row.data);
  const delivery = await receiptOf({ sql: db, keys }, deliveryId);
  if (delivery === null) throw new Unsendable('nothing-to-tell: the delivery is gone');
  return delivery;
}
