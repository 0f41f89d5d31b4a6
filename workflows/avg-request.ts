/**
 * A request under the AVG: it waits for a decision, within its term, and carries out what was granted. Who it is about and
 * what was said stays in Postgres; here are ids, codes and dates.
 */
import { allHandlersFinished, ApplicationFailure, condition, proxyActivities, proxyLocalActivities, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { conclude, decide, extendTerm, isUndecided, mayExtend, meetMoment, newAvgRequest, replanTerm, statusOf, withdraw, type AvgDecision, type AvgExtension, type AvgMail, type AvgReplanIn, type AvgRequest, type AvgRequestInput, type AvgState, type AvgStatus } from '../src/domain/avg-request.ts';
import type { Instant } from '../src/domain/dates.ts';
import { isRunning, momentOf } from '../src/domain/deadline.ts';
import { avgRequestStatus, decideAvgRequest, extendAvgRequest, refused, replanAvgRequest, withdrawAvgRequest } from './messages.ts';

const retry = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute' } as const;
const { storeAvgRequest } = proxyLocalActivities<Activities>({ startToCloseTimeout: '10s', localRetryThreshold: '10s', retry });
const { correctPerson, stopForObjection, erasePerson } = proxyActivities<Activities>({ startToCloseTimeout: '5 minutes', heartbeatTimeout: '10s', retry });

export async function avgRequestWorkflow(input: AvgRequestInput): Promise<AvgStatus> {
  const request = newAvgRequest(input);
  const records = keepRecords(request);
  void records.store();
  takeMessages(request, records);
  void watchTerm(request, records);

  await condition(() => !isUndecided(request));
  if (request.state === 'granted') {
    await carryOut(request);
    conclude(request, now());
    await records.store();
  }
  await condition(allHandlersFinished);
  return statusOf(request);
}

/** What an inspection gives is read, not done. */
async function carryOut({ requestId, kind }: AvgRequest): Promise<void> {
  const effect = { requestId, at: now() };
  if (kind === 'correction') await correctPerson(effect);
  if (kind === 'objection') await stopForObjection(effect);
  if (kind === 'erasure') await erasePerson(effect);
}

type Records = ReturnType<typeof keepRecords>;

/** Stores the request as it stands, in the order of what happened to it. */
function keepRecords(request: AvgRequest) {
  let seq = 0;
  let stored = Promise.resolve();
  return {
    store(mails: AvgMail[] = []): Promise<void> {
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
    <Message>(take: (message: Message) => AvgMail[] | undefined) =>
    async (message: Message) => {
      const mails = take(message);
      await records.store(mails);
      return statusOf(request);
    };
  setHandler(avgRequestStatus, () => statusOf(request));
  setHandler(decideAvgRequest, taking((decision: AvgDecision) => { decide(request, decision, now()); }), { validator: mustBeUndecided });
  setHandler(withdrawAvgRequest, taking(({ id }: { id: string; actorId: string }) => { withdraw(request, id, now()); }), { validator: mustBeUndecided });
  setHandler(extendAvgRequest, taking((extension: AvgExtension) => { extendTerm(request, extension, now()); }), { validator: ({ dueOn }: AvgExtension) => mustBe(request, mayExtend(request, dueOn, now())) });
  setHandler(replanAvgRequest, taking((message: AvgReplanIn) => replanTerm(request, message, now())), { validator: mustBeUndecided });
}

/** The term warns and is breached at its own instants, whatever else goes on. */
async function watchTerm(request: AvgRequest, records: Records): Promise<void> {
  while (isRunning(request.deadline)) {
    const moment = momentOf(request.deadline);
    const moved = () => !isRunning(request.deadline) || momentOf(request.deadline)?.at !== moment?.at;
    if (moment === null) await condition(moved);
    else if (!(await condition(moved, Math.max(1, Date.parse(moment.at) - Date.now())))) void records.store(meetMoment(moment));
  }
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
