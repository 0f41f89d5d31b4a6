/** What several lives have in common. */
import type { StepEventType } from '../../../src/domain/case/events.ts';
import { FEEDBACK, noon, planned, saidAt, type Life } from '../life.ts';

/** Feedback on 28 March 2040; six months later, on 28 September, creditors are asked. */
export async function monitored(life: Life): Promise<void> {
  await planned(life);
  await life.until(noon('2040-03-28'));
  await life.act('send-feedback', { feedbackId: FEEDBACK });
}

export const HEALTH = 'zorgzeker';

/** Arrears of a later round, at the address of a case that runs. */
export async function joins(life: Life, creditorId: string): Promise<void> {
  await life.signal({ signalId: 's3', creditorId });
  await life.match({ roundId: 'twente-2040-04', decisions: [{ signalId: 's3', creditorId, outcome: 'in-case', reason: 'other' }] });
}

export const answer = (life: Life, creditorId: string, paying: boolean) => life.act('answer-re-check', { creditorId, paying }, 'creditor');

/** When the last of this type was said. */
export const sentAt = (life: Life, type: StepEventType): string => saidAt(life, type).at(-1)?.split(' ').at(-1) ?? '';
