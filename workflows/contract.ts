/**
 * What other code knows of the workflows: their names, arguments, results and messages. Code that starts or asks a workflow imports
 * this file and not the workflow's own; `workflows/index.ts` does not compile when a workflow differs from it.
 */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { AvgDecision, AvgExtension, AvgReplanIn, AvgRequestInput, AvgStatus } from '../src/domain/rights/avg-request.ts';
import type { ComplaintDecision, ComplaintExtension, ComplaintInput, ComplaintReplanIn, ComplaintStatus } from '../src/domain/complaints/complaint.ts';
import type { MatchIn, SignalIn } from '../src/domain/case/signals/intake.ts';
import type { ReplanIn } from '../src/domain/case/replan.ts';
import type { CaseInput, CaseState, Ending } from '../src/domain/case/state.ts';
import type { Command } from '../src/domain/case/commands.ts';
import type { Phase } from '../src/domain/case/lifecycle.ts';
import type { RoundInput, RoundReplanIn, RoundStatus } from '../src/domain/rounds/round.ts';

/** A new case, or the state of a closed case that the first update reopens. */
export type CaseStart = { input: CaseInput } | { carried: CaseState };

export interface CaseOutcome {
  ending: Ending | null;
  result: string | null;
  steps: number;
}

/** Every workflow by its name at the engine. Running cases and schedules refer to these names: never change them. */
export interface Workflows {
  caseWorkflow: (start: CaseStart) => Promise<CaseOutcome>;
  roundWorkflow: (input: RoundInput) => Promise<RoundStatus>;
  deliveryWorkflow: (deliveryId: string) => Promise<'done' | 'unreadable'>;
  mailSenderWorkflow: () => Promise<void>;
  webhookSenderWorkflow: () => Promise<void>;
  /** Of before 0.3: one for each mail. The argument is the id of the outbox row. */
  mailWorkflow: (outboxId: string) => Promise<'sent' | 'failed'>;
  avgRequestWorkflow: (input: AvgRequestInput) => Promise<AvgStatus>;
  /** The result, which the engine keeps: how many were new. */
  breachesWorkflow: () => Promise<unknown>;
  complaintWorkflow: (input: ComplaintInput) => Promise<ComplaintStatus>;
  /** The argument is the id of a confirmed change of calendar or policy. */
  replanWorkflow: (changeId: string) => Promise<void>;
  openRoundWorkflow: (region: { regionId: string }) => Promise<string>;
  dailyOverviewsWorkflow: () => Promise<{ written: number }>;
  archiveWorkflow: () => Promise<{ kept: number; forgotten: number }>;
  verifyWorkflow: () => Promise<{ archived: number; differences: number }>;
  resumeDeliveriesWorkflow: () => Promise<void>;
  /** The argument is the id of a signal about which others are asked before triage is decided. */
  checkWorkflow: (signalId: string) => Promise<void>;
  /** The result, which the engine keeps: how much was anonymised in a night. */
  retentionWorkflow: () => Promise<unknown>;
  /** The result, which the engine keeps: the newest seal. */
  sealAuditWorkflow: () => Promise<unknown>;
}

/** Other systems are asked on a task queue of their own: many questions to a slow one keep no other work waiting. */
export const checkQueueOf = (taskQueue: string): string => `${taskQueue}-checks`;

/** What an accepted update returns: the step that has been stored. */
export interface Stored {
  seq: number;
  phase: Phase;
}

/** Types of the failures with which a workflow refuses a message. */
export const refused = { action: 'ActionRefused', caseClosed: 'CaseClosed', round: 'RoundRefused', listChanged: 'ListChanged', avgRequest: 'AvgRequestRefused', complaint: 'ComplaintRefused' } as const;

export const act = defineUpdate<Stored, [Command]>('act');
export const addSignal = defineUpdate<Stored, [SignalIn]>('addSignal');
export const applyMatch = defineUpdate<Stored, [MatchIn]>('applyMatch');
/** A changed calendar or policy; applied once, by the id of the change. */
export const replan = defineUpdate<Stored, [ReplanIn]>('replan');
/** Mail was written to the outbox. */
export const mailWritten = defineSignal('mailWritten');
/** A message to a creditor's own system was written. */
export const webhookWritten = defineSignal('webhookWritten');
export const currentState = defineQuery<CaseState>('currentState');

/** Closes an open round now; returns when the match list has been made. */
export const closeRound = defineUpdate<RoundStatus, [{ actorId: string }]>('closeRound');
/** Confirms the match list of this version, and no other; returns when every case has been told. */
export const confirmMatch = defineUpdate<RoundStatus, [{ listVersion: number; actorId: string }]>('confirmMatch');
/** Asks for a new match list, because a signal or an objection came after the list was made. */
export const rematch = defineSignal('rematch');
/** A changed calendar or policy, for the term of the match result. */
export const replanRound = defineUpdate<RoundStatus, [RoundReplanIn]>('replan');
export const roundStatus = defineQuery<RoundStatus>('roundStatus');

/** Each returns when it has been stored; what was granted is carried out afterwards. */
export const decideAvgRequest = defineUpdate<AvgStatus, [AvgDecision]>('decideAvgRequest');
export const extendAvgRequest = defineUpdate<AvgStatus, [AvgExtension]>('extendAvgRequest');
export const withdrawAvgRequest = defineUpdate<AvgStatus, [{ id: string; actorId: string }]>('withdrawAvgRequest');
/** A changed calendar or policy, for the term of the request. */
export const replanAvgRequest = defineUpdate<AvgStatus, [AvgReplanIn]>('replan');
export const avgRequestStatus = defineQuery<AvgStatus>('avgRequestStatus');

/** Each returns when it has been stored. */
export const closeComplaintUpdate = defineUpdate<ComplaintStatus, [ComplaintDecision]>('closeComplaint');
export const extendComplaintUpdate = defineUpdate<ComplaintStatus, [ComplaintExtension]>('extendComplaint');
export const withdrawComplaintUpdate = defineUpdate<ComplaintStatus, [{ id: string; actorId: string }]>('withdrawComplaint');
/** A changed calendar or policy, for the term of the complaint. */
export const replanComplaintUpdate = defineUpdate<ComplaintStatus, [ComplaintReplanIn]>('replan');
export const complaintStatus = defineQuery<ComplaintStatus>('complaintStatus');
