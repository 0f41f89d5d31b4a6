/** A complaint: it waits to be handled, within its term. Who complains, and every word, stays in Postgres; the workflow holds ids, codes and dates. */
import { allHandlersFinished, ApplicationFailure, condition, proxyLocalActivities, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { closeComplaint, complaintOwner, complaintStatusOf, isHandled, mayPutOff, newComplaint, putOff, replanComplaint, withdrawComplaint, type Complaint, type ComplaintDecision, type ComplaintExtension, type ComplaintInput, type ComplaintReplanIn, type ComplaintState, type ComplaintStatus } from '../src/domain/complaints/complaint.ts';
import { isRunning } from '../src/domain/deadlines/deadline.ts';
import { meetMoment, type DeadlineMail } from '../src/domain/deadlines/lone.ts';
import { calendarOf } from '../src/domain/time/calendar.ts';
import type { Instant } from '../src/domain/time/dates.ts';
import { closeComplaintUpdate, complaintStatus, extendComplaintUpdate, refused, replanComplaintUpdate, withdrawComplaintUpdate } from './contract.ts';
import { watchDeadline } from './watch-deadline.ts';

const { storeComplaint } = proxyLocalActivities<Activities>({ startToCloseTimeout: '10s', localRetryThreshold: '10s', retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute' } });

export async function complaintWorkflow(input: ComplaintInput): Promise<ComplaintStatus> {
  const complaint = newComplaint(input);
  const records = keepRecords(complaint);
  void records.store();
  takeMessages(complaint, records);
  const { deadline } = complaint;
  void watchDeadline({ deadline, isOver: () => !isRunning(deadline), happen: (moment) => void records.store(meetMoment(moment, complaintOwner)) });

  await condition(() => isHandled(complaint));
  await condition(allHandlersFinished);
  return complaintStatusOf(complaint);
}

type Records = ReturnType<typeof keepRecords>;

/** Stores the state of the complaint, in the order of its changes. */
function keepRecords(complaint: Complaint) {
  let seq = 0;
  let stored = Promise.resolve();
  return {
    store(mails: DeadlineMail[] = []): Promise<void> {
      setCurrentDetails(`${details[complaint.state]} Uiterlijk ${complaint.deadline.dueOn}.`);
      seq += 1;
      const { complaintId, state, decision, extension, endedAt, deadline } = complaint;
      const record = { complaintId, state, decision, extension, endedAt, deadline: { ...deadline }, seq, mails, at: now() };
      return (stored = stored.then(() => storeComplaint(record)));
    },
  };
}

function takeMessages(complaint: Complaint, records: Records): void {
  const mustWait: (message: { id: string } | ComplaintReplanIn) => void = () => mustBe(complaint, !isHandled(complaint));
  const taking =
    <Message>(take: (message: Message) => DeadlineMail[] | undefined) =>
    async (message: Message) => {
      const mails = take(message);
      await records.store(mails);
      return complaintStatusOf(complaint);
    };
  setHandler(complaintStatus, () => complaintStatusOf(complaint));
  setHandler(closeComplaintUpdate, taking((decision: ComplaintDecision) => { closeComplaint(complaint, decision, now()); }), { validator: mustWait });
  setHandler(withdrawComplaintUpdate, taking(({ id }: { id: string; actorId: string }) => { withdrawComplaint(complaint, id, now()); }), { validator: mustWait });
  setHandler(extendComplaintUpdate, taking((extension: ComplaintExtension) => { putOff(complaint, extension, now()); }), { validator: (extension: ComplaintExtension) => mustBe(complaint, mayPutOff(complaint, extension, now(), calendarOf(complaint.closedDays))) });
  setHandler(replanComplaintUpdate, taking((message: ComplaintReplanIn) => replanComplaint(complaint, message, now())), { validator: mustWait });
}

const details: Record<ComplaintState, string> = { received: 'Wordt behandeld.', closed: 'Afgehandeld.', withdrawn: 'Ingetrokken.' };

function mustBe(complaint: Complaint, possible: boolean): void {
  if (!possible) throw ApplicationFailure.create({ message: 'The complaint does not take this now.', type: refused.complaint, nonRetryable: true, details: [complaintStatusOf(complaint)] });
}

function now(): Instant {
  return new Date().toISOString();
}
