/** What happened in a case, as the API gives it: as its timeline, and as the engine's own history. */
import { z } from 'zod';
import { roleSchema } from '../../src/domain/case/lifecycle.ts';
import { deadlineKind, deadlineState, instant, localDate, owner } from './common.ts';

export const timeline = z
  .object({
    events: z.array(
      z.object({
        id: z.string(),
        type: z.string(),
        at: instant,
        actorId: z.string(),
        actorRole: roleSchema,
        who: z.string(),
        sentence: z.string().describe('Dutch: what happened.'),
        note: z.string().nullable(),
        commandId: z.string().nullable(),
        data: z.record(z.string(), z.unknown()),
      }),
    ),
    messages: z
      .array(
        z.object({
          at: instant.describe('Of the event that it tells of.'),
          about: z.string().describe('Dutch: what kind of message.'),
          to: z.object({ kind: z.string(), id: z.string().optional().describe('Of a creditor.'), name: z.string() }),
          state: z.enum(['sent', 'waiting', 'held', 'failed', 'skipped']).describe('`held`: goes with the next overview; `skipped`: it was undone before it left.'),
          stateLabel: z.string(),
          sentAt: instant.nullable(),
        }),
      )
      .describe('What was sent about the case, and to whom; not the words.'),
    upcoming: z.array(z.object({ id: z.string(), kind: deadlineKind, owner, dueOn: localDate, dueBefore: instant, state: deadlineState, sentence: z.string() })),
  })
  .meta({ id: 'Timeline' });

export const history = z
  .object({
    workflowId: z.string(),
    timeline: z.string().describe('Where the timeline is.'),
    runs: z.array(
      z.object({
        runId: z.string(),
        status: z.string(),
        startedAt: instant,
        closedAt: instant.nullable(),
        steps: z.array(
          z.object({
            kind: z.enum(['start', 'update', 'timer', 'end']),
            name: z.string().describe('The action or message; `start`, `timer`, `end`.'),
            at: instant.describe('When the engine took it.'),
            sentence: z.string().describe('Dutch: what happened.'),
            who: z.string().nullable().describe('The name of whoever did it, or the role.'),
            actorId: z.string().nullable(),
            commandId: z.string().nullable().describe('What caused it, as in the timeline.'),
            happenings: z
              .array(z.object({ at: instant, sentence: z.string(), timelineId: z.string().nullable().describe('Of the event in the timeline; null for what only the history tells.') }))
              .describe('All that the step brought about, in order.'),
            eventIds: z.array(z.int()).describe("The engine's events that belong to the step."),
          }),
        ),
        events: z.array(z.record(z.string(), z.unknown())).optional(),
      }),
    ),
  })
  .meta({ id: 'History' });
