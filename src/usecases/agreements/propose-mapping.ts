/** What the columns of a creditor's sample file hold, for a person to look at. Nothing is stored, and no value is shown. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import type { ColumnName, DeliveryMapping } from '../../delivery/mapping.ts';
import type { Proposal, Sureness } from '../../delivery/proposing/propose.ts';
import { claimInWords, columnLabels, surenessLabels, whyOf } from '../../delivery/proposing/words.ts';
import { localDate, type Instant } from '../../domain/time/dates.ts';
import { keptOn } from './read-mapping.ts';
import { mustMapFor, partsOfSample, type SampleFile } from './sample-file.ts';

export interface ShownProposal {
  rows: number;
  columns: { heading: string; column: ColumnName | 'ignored' | null; label: string | null; sureness: Sureness; surenessLabel: string; why: string[]; filledPercent: number; samples: string[] }[];
  claims: { column: ColumnName; headings: string[]; chosen: string; sentence: string }[];
  missing: string[];
  undecided: string[];
  mapping: DeliveryMapping;
}

/** What is kept in the agreement of today goes before headings and contents. @throws AppError forbidden, not-found, unreadable-delivery */
export async function proposeForSample(sql: Sql, actor: CallingActor, creditorId: string, file: SampleFile, at: Instant): Promise<ShownProposal> {
  await mustMapFor(sql, actor, creditorId);
  const today = localDate(at);
  const { mapping } = await keptOn(sql, creditorId, today);
  for await (const part of partsOfSample(file, mapping, { receivedOn: today, cutOffOn: today }, true)) if ('proposal' in part) return shown(part.proposal);
  throw new Error('the reader ended without a proposal');
}

function shown({ rows, columns, claims, missing, mapping }: Proposal): ShownProposal {
  return {
    rows,
    columns: columns.map((one) => ({
      heading: one.heading,
      column: one.column,
      label: one.column === null ? null : columnLabels[one.column],
      sureness: one.sureness,
      surenessLabel: surenessLabels[one.sureness],
      why: whyOf(one),
      filledPercent: one.filledPercent,
      samples: one.samples,
    })),
    claims: claims.map((claim) => ({ column: claim.column, headings: [claim.chosen, ...claim.others], chosen: claim.chosen, sentence: claimInWords(claim) })),
    missing,
    undecided: columns.filter(({ column }) => column === null).map(({ heading }) => heading),
    mapping,
  };
}
