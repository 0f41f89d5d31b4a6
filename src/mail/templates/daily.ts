import { z } from 'zod';
import type { Db } from '../../db/connect.ts';
import { dueFor, findReader, newFor, type DueItem, type NewItem } from '../../db/queries/outreach/daily.ts';
import type { OutboxRow } from '../../db/queries/outreach/outbox.ts';
import { currentCalendar } from '../../db/queries/planning/closed-days.ts';
import { dayToTell } from '../../domain/outreach/daily.ts';
import { localDate } from '../../domain/time/dates.ts';
import { deadlineLabels } from '../../wording/labels/labels.ts';
import { dayInWords } from '../../wording/sentences/terms.ts';
import { heading, link, paragraph, type Block } from '../blocks.ts';
import type { Links } from '../links.ts';
import { Unsendable } from '../outbox.ts';
import { template } from '../template.ts';

interface Day {
  late: DueItem[];
  today: DueItem[];
  soon: DueItem[];
  fresh: NewItem[];
}

/** Of each group; the rest is behind the link. */
const SHOWN = 15;

/** To a colleague, on a working day: what is late, due and new, by number and kind. */
export const daily = template(load, ({ late, today, soon, fresh }, links) => ({
  subject: 'Uw werk van vandaag',
  blocks: [
    ...group('Te laat', late.map((item) => due(item, links))),
    ...group('Vandaag', today.map((item) => due(item, links))),
    ...group('Nieuw', fresh.map(({ caseId, caseNumber }) => link(caseNumber ?? 'Een zaak', links.case(caseId)))),
    ...group('De komende vijf werkdagen', soon.map((item) => due(item, links))),
    link('Naar uw werk', links.home()),
    paragraph('Welke berichten u krijgt en hoe laat dit overzicht komt, kiest u zelf bij uw account.'),
  ],
}));

function group(title: string, items: readonly Block[]): Block[] {
  if (items.length === 0) return [];
  const more = items.length - SHOWN;
  return [heading(`${title}: ${items.length}`), ...items.slice(0, SHOWN), ...(more > 0 ? [paragraph(`En nog ${more}.`)] : [])];
}

function due({ kind, dueOn, caseId, caseNumber, roundId }: DueItem, links: Links): Block {
  const what = `${deadlineLabels[kind]}, laatste dag ${dayInWords(dueOn)}`;
  if (caseId !== null) return link(`${caseNumber ?? 'Zaak'}: ${what}`, links.case(caseId));
  return link(what, roundId === null ? links.home() : links.round(roundId));
}

async function load(db: Db, row: OutboxRow): Promise<Day> {
  const { id } = z.object({ kind: z.literal('account'), id: z.string() }).parse(row.recipient);
  const reader = await findReader(db, id);
  if (reader === null) throw new Unsendable('nothing-to-tell: the account is gone');
  const day = dayToTell(localDate(row.createdAt), await currentCalendar(db));
  const items = await dueFor(db, reader, day);
  const fresh = await newFor(db, reader, day.since);
  if (items.length + fresh.length === 0) throw new Unsendable('nothing-to-tell: all was done meanwhile');
  return { late: items.filter(({ dueOn }) => dueOn < day.today), today: items.filter(({ dueOn }) => dueOn === day.today), soon: items.filter(({ dueOn }) => dueOn > day.today), fresh };
}
