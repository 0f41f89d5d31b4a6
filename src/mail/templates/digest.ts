import { z } from 'zod';
import type { Db } from '../../db/connect.ts';
import { entriesBy } from '../../db/queries/outreach/digests.ts';
import type { OutboxRow } from '../../db/queries/outreach/outbox.ts';
import { digestKindCodes, type DigestKind, type DigestTemplate } from '../../domain/outreach/digest.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { heading, link, paragraph, type Block } from '../blocks.ts';
import type { Links } from '../links.ts';
import { Unsendable } from '../outbox.ts';
import { isLinkToSignal, type AboutOwn } from '../own-signals.ts';
import { template, type Template } from '../template.ts';
import { feedbackCorrected } from './feedback-corrected.ts';
import { feedback } from './feedback.ts';
import { go } from './go.ts';
import { caseClosed, noGo, signalStopped } from './not-taken-up.ts';
import { caseReopened } from './reopened.ts';

const parts: Readonly<Record<DigestTemplate, Template<AboutOwn>>> = {
  go,
  'no-go': noGo,
  'case-closed': caseClosed,
  'case-reopened': caseReopened,
  'signal-stopped': signalStopped,
  feedback,
  'feedback-corrected': feedbackCorrected,
};

const dataSchema = z.object({
  kind: z.enum(digestKindCodes),
  tellings: z.array(z.object({ id: z.string(), template: z.enum(Object.keys(parts) as [DigestTemplate, ...DigestTemplate[]]), data: z.record(z.string(), z.unknown()) })),
});

/** What is the same for several signals is said once, of all of them. */
interface Part {
  template: DigestTemplate;
  told: AboutOwn;
}

const subjects: Readonly<Record<DigestKind, string>> = { decisions: 'Overzicht van onze besluiten over uw signalen', feedback: 'Overzicht van onze terugkoppelingen op uw signalen' };

/** To a creditor, once a working day: what was decided, or fed back, of all its signals. */
export const digest = template(load, ({ kind, parts: told }, links) => ({
  subject: subjects[kind],
  blocks: [
    ...told.flatMap((part) => sectionOf(part, links)),
    link('Bekijk al uw signalen', links.signals()),
    paragraph('U krijgt dit overzicht hooguit één keer per werkdag. Bericht over een crisis, en een vraag die u moet beantwoorden, komen altijd apart. Wilt u liever elk bericht apart? Laat het weten aan het meldpunt.'),
  ],
}));

function sectionOf({ template: name, told }: Part, links: Links): Block[] {
  const { subject, blocks } = parts[name].render(told, links);
  return [heading(subject), ...blocks.filter((block) => !isLinkToSignal(block))];
}

async function load(db: Db, row: OutboxRow, keys: KeyStore): Promise<{ kind: DigestKind; parts: Part[] }> {
  const { kind, tellings } = dataSchema.parse(row.data);
  const entries = new Map((await entriesBy(db, tellings.map(({ id }) => id))).map((entry) => [entry.id, entry]));
  const told: Part[] = [];
  for (const { id, template: name, data } of tellings) {
    const entry = entries.get(id);
    const part = entry === undefined ? null : await parts[name].load(db, { ...entry, template: name, data }, keys).catch(noneWhenGone);
    if (part !== null) told.push({ template: name, told: part });
  }
  if (told.length === 0) throw new Unsendable('nothing-to-tell: no signals of this creditor are left');
  return { kind, parts: together(told) };
}

function noneWhenGone(error: unknown): null {
  if (error instanceof Unsendable) return null;
  throw error;
}

function together(told: readonly Part[]): Part[] {
  const groups = new Map<string, Part>();
  for (const part of told) {
    const { signals, ...rest } = part.told;
    const key = JSON.stringify([part.template, rest]);
    const known = groups.get(key)?.told.signals ?? [];
    groups.set(key, { ...part, told: { ...part.told, signals: [...known, ...signals.filter(({ id }) => known.every((one) => one.id !== id))] } });
  }
  const order = Object.keys(parts);
  return [...groups.values()].sort((one, other) => order.indexOf(one.template) - order.indexOf(other.template));
}
