import { z } from 'zod';
import { findCorrection, type OwnSignal } from '../../db/queries/outreach/told.ts';
import { feedbackSchema, type Feedback } from '../../domain/case/feedback/feedback-schema.ts';
import { suspensionOf } from '../../domain/case/signals/suspension.ts';
import { localDate, type LocalDate } from '../../domain/time/dates.ts';
import { dayInWords } from '../../wording/sentences/terms.ts';
import { paragraph, type Block } from '../blocks.ts';
import { caseIdOf, Unsendable } from '../outbox.ts';
import { creditorIdOf, linksTo, ownSignals, referencesOf } from '../own-signals.ts';
import { template } from '../template.ts';
import { outcome } from './feedback.ts';

interface Told {
  signals: OwnSignal[];
  before: Feedback;
  now: Feedback;
  /** The day of the feedback that was wrong. */
  toldOn: LocalDate | null;
  /** The last day on which collection stays suspended; null when help was not accepted. */
  suspendedUntil: LocalDate | null;
}

/** To a creditor that got a wrong feedback: what was said, and what it is. */
export const feedbackCorrected = template(
  async (db, row): Promise<Told> => {
    const ids = z.object({ feedbackId: z.uuid(), corrects: z.uuid() }).parse(row.data);
    const stored = await findCorrection(db, { caseId: caseIdOf(row), creditorId: creditorIdOf(row), ...ids });
    if (stored === null) throw new Unsendable('nothing-to-tell: the feedback is gone');
    const { feedbackAt, helpAccepted } = stored;
    return {
      signals: await ownSignals(db, row),
      before: feedbackSchema.parse(stored.before),
      now: feedbackSchema.parse(stored.now),
      toldOn: feedbackAt === null ? null : localDate(feedbackAt),
      suspendedUntil: helpAccepted ? (suspensionOf({ ...stored, closedAt: null })?.until ?? null) : null,
    };
  },
  ({ signals, before, now, toldOn, suspendedUntil }, links) => ({
    subject: 'Correctie van onze terugkoppeling op uw signaal',
    blocks: [
      paragraph(`Onze terugkoppeling${toldOn === null ? '' : ` van ${dayInWords(toldOn)}`} klopte niet. Dit bericht komt ervoor in de plaats.`),
      referencesOf(signals),
      paragraph('Wij schreven:'),
      ...said(before),
      paragraph('Het is:'),
      ...said(now),
      ...(suspendedUntil === null ? [] : [paragraph(`Wat wij vroegen over incasso blijft gelden: wilt u wachten tot en met ${dayInWords(suspendedUntil)}?`)]),
      ...linksTo(signals, links),
    ],
  }),
);

function said(feedback: Feedback): Block[] {
  const lines = outcome(feedback);
  return lines.length === 0 ? [paragraph('Geen bijzonderheden.')] : lines;
}
