/** The messages of the workflows, by name and type: shared with whoever sends them. */
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { MatchIn, SignalIn } from '../src/domain/case/intake.ts';
import type { CaseState } from '../src/domain/case/state.ts';
import type { Command } from '../src/domain/commands.ts';
import type { Phase } from '../src/domain/lifecycle.ts';

/** What an accepted update returns: the step that is stored now. */
export interface Stored {
  seq: number;
  phase: Phase;
}

/** Types of the failures with which a workflow refuses a message. */
export const refused = { action: 'ActionRefused', caseClosed: 'CaseClosed' } as const;

export const act = defineUpdate<Stored, [Command]>('act');
export const addSignal = defineUpdate<Stored, [SignalIn]>('addSignal');
export const applyMatch = defineUpdate<Stored, [MatchIn]>('applyMatch');
export const currentState = defineQuery<CaseState>('currentState');
