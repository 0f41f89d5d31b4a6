import { randomUUID } from 'node:crypto';
import { takeCommand, takeMatch, takeSignal, passTime } from '../../src/domain/case/life.ts';
import type { Command } from '../../src/domain/case/commands.ts';
import { recordOf } from '../../src/domain/case/record.ts';
import { newCase, type CaseState } from '../../src/domain/case/state.ts';
import type { Step } from '../../src/domain/case/step.ts';
import { casePolicySchema, twentePolicy } from '../../src/domain/planning/policy.ts';
import { startOfDay, type LocalDate } from '../../src/domain/time/dates.ts';
import { storeCaseRecord } from '../../src/usecases/records/store-case-record.ts';
import type { TestApi } from '../api.ts';
import { enschede, insertCandidate, roundId, type TestCase } from './cases.ts';
import { RULES } from '../../src/domain/case/rules.ts';

/**
 * A case whose creditors have just been asked for the re-check, without waiting half a year: the pure steps are taken and stored as the
 * workflow would store them, and then its workflow continues from there. A worker must be running.
 * @param began the day of match and feedback, more than six months ago
 */
export async function caseAtReCheck(api: TestApi, { creditors, began, feedback = { cause: 'unknown' } }: { creditors: string[]; began: LocalDate; feedback?: { cause: string } }): Promise<TestCase> {
  const made = await insertCandidate(api.sql, { creditors });
  const at = startOfDay(began);
  let state: CaseState = newCase({ caseId: made.id, gemeentecode: enschede, policy: casePolicySchema.parse(twentePolicy), closedDays: [] });
  const take = async (step: Step | null) => {
    if (step === null) throw new Error('nothing happened');
    state = step.state;
    await storeCaseRecord(api.sql, recordOf(step));
  };
  const act = (action: string, data: object) => take(takeCommand(state, { rules: RULES, id: randomUUID(), action, actor: { id: 'meldpunt', role: 'desk' }, data } as Command, at));
  const signals = await api.sql<{ id: string; creditorId: string }[]>`select id, creditor_id from signals where case_id = ${made.id}`;
  for (const { id, creditorId } of signals) {
    await take(takeSignal(state, { rules: RULES, signalId: id, creditorId, roundId, verdict: 'pending', reason: null, teamId: null, crisis: false, receivedAt: at }, at));
  }
  await take(takeMatch(state, { rules: RULES, roundId, closedAt: at, confirmedAt: at, teamId: null, decisions: signals.map(({ id, creditorId }) => ({ signalId: id, creditorId, outcome: 'in-case', reason: null })) }, at));
  await act('go', {});
  await act('record-attempt', { kind: 'visit', outcome: 'wants-no-help', date: began, partOfDay: 'morning' });
  const feedbackId = randomUUID();
  await api.sql`insert into feedbacks (id, case_id, body, author_id, created_at) values (${feedbackId}, ${made.id}, ${api.sql.json(feedback)}, 'meldpunt', ${at})`;
  await act('send-feedback', { feedbackId });
  await take(passTime(state, new Date().toISOString()));
  await api.environment.client.workflow.start('caseWorkflow', { workflowId: `case-${made.id}`, taskQueue: api.taskQueue, args: [{ carried: state }] });
  return made;
}
