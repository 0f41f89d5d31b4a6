import { z } from 'zod';
import type { Db } from '../../db/connect.ts';
import { findDue, type DueRow, type OwnSignal } from '../../db/queries/outreach/told.ts';
import { deadlineLabels } from '../../wording/labels/labels.ts';
import { facts, link, paragraph, type Block } from '../blocks.ts';
import type { Links } from '../links.ts';
import type { OutboxRow } from '../../db/queries/outreach/outbox.ts';
import { Unsendable } from '../outbox.ts';
import { ownSignals, recheckLink, referencesOf } from '../own-signals.ts';
import { template } from '../template.ts';
import { dayInWords } from '../../wording/sentences/terms.ts';

interface DueFor extends DueRow {
  /** The receiving creditor's signals; null for a colleague, who finds all behind the link. */
  signals: OwnSignal[] | null;
}

/** To the owner of a deadline: its last day is near. */
export const deadlineWarning = template(load, (due, links) => ({
  subject: 'Een termijn loopt bijna af',
  blocks: [paragraph('Wilt u ervoor zorgen dat dit op tijd klaar is?'), ...told(due, links)],
}));

/** To the owner and the project leader: the last day is over. */
export const deadlineBreach = template(load, (due, links) => ({
  subject: 'Een termijn is verlopen',
  blocks: [paragraph('Wat gedaan moest worden, is niet op tijd vastgelegd. Het proces loopt gewoon door.'), ...told(due, links)],
}));

function told({ kind, dueOn, caseId, caseNumber, roundId, avgRequestId, complaintId, signals }: DueFor, links: Links): Block[] {
  const due: [string, string][] = [
    ['Termijn', deadlineLabels[kind]],
    ['Laatste dag', dayInWords(dueOn)],
  ];
  if (signals !== null) return [referencesOf(signals), facts(...due), recheckLink(signals, links)];
  if (caseId !== null) return [facts(...due, ['Zaak', caseNumber ?? caseId]), link('Bekijk de zaak', links.case(caseId))];
  if (avgRequestId !== null) return [facts(...due, ['Verzoek', avgRequestId]), link('Bekijk het verzoek', links.avgRequest(avgRequestId))];
  if (complaintId !== null) return [facts(...due, ['Klacht', complaintId]), link('Bekijk de klacht', links.complaint(complaintId))];
  return roundId === null ? [facts(...due)] : [facts(...due, ['Ronde', roundId]), link('Bekijk de ronde', links.round(roundId))];
}

async function load(db: Db, row: OutboxRow): Promise<DueFor> {
  const { deadlineId } = z.object({ deadlineId: z.string() }).parse(row.data);
  const due = await findDue(db, deadlineId);
  if (due === null) throw new Unsendable('nothing-to-tell: the deadline is gone');
  return { ...due, signals: row.recipient.kind === 'creditor' ? await ownSignals(db, row) : null };
}
