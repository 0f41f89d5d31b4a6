/**
 * A request under the AVG: it waits for a decision, within its term, and carries out what was granted. The person and the
 * words stay in Postgres; the workflow holds ids, codes and dates.
 */
import { allHandlersFinished, ApplicationFailure, condition, proxyActivities, proxyLocalActivities, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { avgOwner, conclude, decide, extendTerm, isUndecided, mayExtend, newAvgRequest, replanTerm, statusOf, withdraw, type AvgDecision, type AvgExtension, type AvgReplanIn, type AvgRequest, type AvgRequestInput, type AvgState, type AvgStatus } from '../src/domain/rights/avg-request.ts';
import type { Instant } from '../src/domain/time/dates.ts';
import { isRunning } from '../src/domain/deadlines/deadline.ts';
import { meetMoment, type DeadlineMail } from '../src/domain/deadlines/lone.ts';
import { avgRequestStatus, decideAvgRequest, extendAvgRequest, refused, replanAvgRequest, withdrawAvgRequest } from './contract.ts';
import { watchDeadline } from './watch-deadline.ts';

const retry = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute' } as const;
const { storeAvgRequest } = proxyLocalActivities<Activities>({ startToCloseTimeout: '10s', localRetryThreshold: '10s', retry });
const { correctPerson, stopForObjection, erasePerson } = proxyActivities<Activities>({ startToCloseTimeout: '5 minutes', heartbeatTimeout: '10s', retry });

export async function avgRequestWorkflow(input: AvgRequestInput): Promise<AvgStatus> {
  const request = newAvgRequest(input);
  const records = keepRecords(request);
  void records.store();
  takeMessages(request, records);
  const { deadline } = request;
  void watchDeadline({ deadline, isOver: () => !isRunning(deadline), happen: (moment) => void records.store(meetMoment(moment, avgOwner)) });

  await condition(() => !isUndecided(request));
  if (request.state === 'granted') {
    await carryOut(request);
    conclude(request, now());
    await records.store();
  }
  await condition(allHandlersFinished);
  return statusOf(request);
}

/** An inspection is a report to read; nothing has to be carried out. */
async function carryOut({ requestId, kind }: AvgRequest): Promise<void> {
  const effect = { requestId, at: now() };
  if (kind === 'correction') await correctPerson(effect);
  if (kind === 'objection') await stopForObjection(effect);
  if (kind === 'erasure') await erasePerson(effect);
}

type Records = ReturnType<typeof keepRecords>;

/** Stores the state of the request, in the order of its changes. */
function keepRecords(request: AvgRequest) {
  let seq = 0;
  let stored = Promise.resolve();
  return {
    store(mails: DeadlineMail[] = []): Promise<void> {
      setCurrentDetails(`${details[request.state]} Uiterlijk ${request.deadline.dueOn}.`);
      seq += 1;
      const record = { requestId: request.requestId, state: request.state, decision: request.decision, extension: request.extension, endedAt: request.endedAt, deadline: { ...request.deadline }, seq, mails, at: now() };
      return (stored = stored.then(() => storeAvgRequest(record)));
    },
  };
}

function takeMessages(request: AvgRequest, records: Records): void {
  const mustBeUndecided: (message: { id: string } | AvgReplanIn) => void = () => mustBe(request, isUndecided(request));
  const taking =
    <Message>(take: (message: Message) => DeadlineMail[] | undefined) =>
    async (message: Message) => {
      const mails = take(message);
      await records.store(mails);
      return statusOf(request);
    };
  setHandler(avgRequestStatus, () => statusOf(request));
  setHandler(decideAvgRequest, taking((decision: AvgDecision) => { decide(request, decision, now()); }), { validator: mustBeUndecided });
  setHandler(withdrawAvgRequest, taking(({ id }: { id: string; actorId: string }) => { withdraw(request, id, now()); }), { validator: mustBeUndecided });
  setHandler(extendAvgRequest, taking((extension: AvgExtension) => { extendTerm(request, extension, now()); }), { validator: (extension: AvgExtension) => mustBe(request, mayExtend(request, extension, now())) });
  setHandler(replanAvgRequest, taking((message: AvgReplanIn) => replanTerm(request, message, now())), { validator: mustBeUndecided });
}

const details: Record<AvgState, string> = {
  received: 'Wacht op een besluit.',
  granted: 'Toegewezen; wordt uitgevoerd.',
  refused: 'Afgewezen.',
  done: 'Toegewezen en uitgevoerd.',
  withdrawn: 'Ingetrokken.',
};

function mustBe(request: AvgRequest, possible: boolean): void {
  if (!possible) throw ApplicationFailure.create({ message: 'The request does not take this now.', type: refused.avgRequest, nonRetryable: true, details: [statusOf(request)] });
}

function now(): Instant {
  return new Date().toISOString();
}
