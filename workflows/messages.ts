/** The messages of the workflows, by name and type: shared with whoever sends them. */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { AvgDecision, AvgExtension, AvgReplanIn, AvgStatus } from '../src/domain/avg-request.ts';
import type { MatchIn, SignalIn } from '../src/domain/case/intake.ts';
import type { ReplanIn } from '../src/domain/case/replan.ts';
import type { CaseState } from '../src/domain/case/state.ts';
import type { Command } from '../src/domain/commands.ts';
import type { Phase } from '../src/domain/lifecycle.ts';
import type { RoundReplanIn, RoundStatus } from '../src/domain/round.ts';

/** What an accepted update returns: the step that is stored now. */
export interface Stored {
  seq: number;
  phase: Phase;
}

/** Types of the failures with which a workflow refuses a message. */
export const refused = { action: 'ActionRefused', caseClosed: 'CaseClosed', round: 'RoundRefused', listChanged: 'ListChanged', avgRequest: 'AvgRequestRefused' } as const;

export const act = defineUpdate<Stored, [Command]>('act');
export const addSignal = defineUpdate<Stored, [SignalIn]>('addSignal');
export const applyMatch = defineUpdate<Stored, [MatchIn]>('applyMatch');
/** A changed calendar or policy; taken once, by its change's id. */
export const replan = defineUpdate<Stored, [ReplanIn]>('replan');
export const currentState = defineQuery<CaseState>('currentState');

/** Closes an open round now; returns when its match list is made. */
export const closeRound = defineUpdate<RoundStatus, [{ actorId: string }]>('closeRound');
/** Confirms the match list of this version, and no other; returns when every case has been told. */
export const confirmMatch = defineUpdate<RoundStatus, [{ listVersion: number; actorId: string }]>('confirmMatch');
/** Asks for a new match list, because a signal or an objection came after the list was made. */
export const rematch = defineSignal('rematch');
/** A changed calendar or policy, for the term of the match result. */
export const replanRound = defineUpdate<RoundStatus, [RoundReplanIn]>('replan');
export const roundStatus = defineQuery<RoundStatus>('roundStatus');

/** Each returns when it is stored; what was granted is carried out after that. */
export const decideAvgRequest = defineUpdate<AvgStatus, [AvgDecision]>('decideAvgRequest');
export const extendAvgRequest = defineUpdate<AvgStatus, [AvgExtension]>('extendAvgRequest');
export const withdrawAvgRequest = defineUpdate<AvgStatus, [{ id: string; actorId: string }]>('withdrawAvgRequest');
/** A changed calendar or policy, for the term of the request. */
export const replanAvgRequest = defineUpdate<AvgStatus, [AvgReplanIn]>('replan');
export const avgRequestStatus = defineQuery<AvgStatus>('avgRequestStatus');
