/** Lists of work as the API gives them: what waits for triage, whom to visit. */
import { z } from 'zod';
import { homeFields, listedFields } from './case.ts';
import { cents, instant, localDate, probablySame, signalKindFields } from './common.ts';

const listedSignal = z.object({
  id: z.uuid(),
  creditorId: z.string(),
  creditor: z.string(),
  reference: z.string(),
  kind: z.string(),
  kindLabel: z.string(),
  ...signalKindFields,
  amountCents: cents,
  arrearsSince: localDate,
  arrearsMonths: z.int().describe('Whole months since then, today.'),
  crisis: z.boolean(),
  warm: z.boolean().describe('The creditor has spoken with the person.'),
  objectionDoubt: z.boolean().describe('It may be of somebody who objected, and nothing on file tells: look before it goes on.'),
});

export const triageItem = z
  .object({
    ...listedFields,
    ...homeFields,
    seq: z.int().describe('The step of the case that this shows; send it along with the decision.'),
    held: z.object({ decision: z.enum(['go', 'no-go']), until: instant }).nullable().describe('A decision that can still be undone.'),
    signals: z.array(listedSignal),
    probablySame,
    advice: z
      .array(z.object({ source: z.enum(['other-case']), caseId: z.uuid(), sentence: z.string().describe('Dutch.') }))
      .describe('What is known already, for a person to judge: other cases, now or before, of who has the same name and date of birth.'),
  })
  .meta({ id: 'TriageItem' });
