/** What the columns of a creditor's files hold, as the API takes and gives it. */
import { z } from 'zod';
import { columnNames, deliveryMappingSchema } from '../../src/delivery/mapping.ts';
import { surenesses } from '../../src/delivery/proposing/propose.ts';
import { instant, localDate } from './common.ts';
import { rowSchema } from './delivery.ts';

export const mappingSchema = deliveryMappingSchema.meta({ id: 'DeliveryMapping' });
const column = z.enum([...columnNames, 'ignored']);

export const creditorMapping = z
  .object({
    draft: z.object({ mapping: mappingSchema, savedBy: z.string(), savedAt: instant }).nullable().describe('What is decided and not, or not yet, kept.'),
    kept: z
      .array(z.object({ agreementId: z.uuid(), validFrom: localDate, validTo: localDate.nullable(), mapping: mappingSchema, keptBy: z.string().nullable(), keptByName: z.string().nullable(), keptAt: instant.nullable() }))
      .describe('From the version of the agreement that holds today on.'),
  })
  .meta({ id: 'CreditorMapping' });

export const mappingProposal = z
  .object({
    rows: z.int().describe('How many were looked at.'),
    columns: z.array(
      z.object({
        heading: z.string(),
        column: column.nullable().describe('Null: somebody must say what it holds.'),
        label: z.string().nullable().describe('Dutch.'),
        sureness: z.enum(surenesses),
        surenessLabel: z.string().describe('Dutch.'),
        why: z.array(z.string()).describe('Dutch sentences.'),
        filledPercent: z.int(),
        samples: z.array(z.string()).describe('The form of a few values: the first sign, and a point for each other letter and digit.'),
      }),
    ),
    claims: z.array(z.object({ column, headings: z.array(z.string()), chosen: z.string(), sentence: z.string() })).describe('Columns that can all be one field.'),
    missing: z.array(z.string()).describe('Dutch: what no row can be accepted without, and no column was found for.'),
    undecided: z.array(z.string()).describe('Headings of columns that somebody must say something of.'),
    mapping: mappingSchema.describe('What is proposed, to save as it is or changed.'),
  })
  .meta({ id: 'MappingProposal' });

export const mappingTrial = z
  .object({
    by: z.enum(['draft', 'kept']).describe('What it was tried with: what is decided, or where nothing is, what is kept.'),
    rows: z.int(),
    accepted: z.int(),
    replaced: z.int(),
    duplicates: z.int(),
    refused: z.int(),
    verdicts: z.array(rowSchema.pick({ line: true, reference: true, verdict: true })).describe('Of the first thousand rows.'),
    refusedRows: z.array(rowSchema.pick({ line: true, reference: true }).extend({ problems: z.array(rowSchema.shape.problems.element.partial({ column: true })) })).describe('The first fifty.'),
    refusals: z.array(z.object({ field: z.string(), rule: z.string(), rows: z.int() })).describe('By what is wrong, the most frequent first.'),
    unusedColumns: z.array(z.string()),
    goneColumns: z.array(z.object({ heading: z.string(), instead: z.string().nullable() })),
    isOtherFile: z.boolean(),
  })
  .meta({ id: 'MappingTrial' });
