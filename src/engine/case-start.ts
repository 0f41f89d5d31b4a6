import { WithStartWorkflowOperation } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { StartingCalendar } from '../db/queries/planning/policies.ts';
import { casePolicySchema } from '../domain/planning/policy.ts';
import type { CaseState } from '../domain/case/state.ts';
import type { Workflows } from '../../workflows/contract.ts';
import { workflowIdOf } from './workflow-ids.ts';

interface CaseToStart {
  caseId: string;
  municipalityCode: string;
  roundId: string;
  /** The body of the policy version that the case runs under. */
  policy: unknown;
  calendar: StartingCalendar;
}

const gemeentecode = defineSearchAttributeKey('Gemeentecode', 'KEYWORD');
const ronde = defineSearchAttributeKey('Ronde', 'KEYWORD');

/** Starts the workflow of a case together with its first message; one that runs already just gets the message. */
export function caseStart(taskQueue: string, { caseId, municipalityCode, roundId, policy, calendar }: CaseToStart) {
  return new WithStartWorkflowOperation<Workflows['caseWorkflow']>('caseWorkflow', {
    workflowId: workflowIdOf.case(caseId),
    taskQueue,
    args: [{ input: { caseId, gemeentecode: municipalityCode, policy: casePolicySchema.parse(policy), ...calendar } }],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    typedSearchAttributes: [
      { key: gemeentecode, value: municipalityCode },
      { key: ronde, value: roundId },
    ],
    staticSummary: `Vroegsignaalzaak in gemeente ${municipalityCode}`,
  });
}

/** Starts a closed case again together with the command that opens it: a new run with its state carried over. */
export function caseReopening(taskQueue: string, caseId: string, carried: CaseState) {
  return new WithStartWorkflowOperation<Workflows['caseWorkflow']>('caseWorkflow', {
    workflowId: workflowIdOf.case(caseId),
    taskQueue,
    args: [{ carried }],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: 'Zaak, heropend',
  });
}
