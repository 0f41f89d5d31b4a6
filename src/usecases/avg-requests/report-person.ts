/** Everything that is held about a person, or an address, for an inspection (AVG art. 15). */
import type { CallingActor } from '../../actor.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { casesAtAddress, feedbacksOfCase, mailsToCreditors, personIdsBeside, plansOfCase, readingsOf } from '../../db/queries/avg-requests/avg-report.ts';
import { avgRequestsOf, avgWordsOf, findAvgRequest, type AvgRequestRow } from '../../db/queries/avg-requests/avg-requests.ts';
import { deadlinesOfCase, findCase, handOversOfCase, personsOfCase, signalsOfCase, type CaseDetailRow, type CaseSignalRow } from '../../db/queries/cases/case-detail.ts';
import { checkAnswersOf } from '../../db/queries/checks/answers.ts';
import { complaintsOfCase, complaintWordsOf } from '../../db/queries/complaints/complaints.ts';
import { contactDetailsOf } from '../../db/queries/cases/contact-details.ts';
import { consentsOfCase } from '../../db/queries/rights/consents.ts';
import { findPerson, judgedAs, type PersonOfSignal } from '../../db/queries/rights/persons.ts';
import { namesFor, timelineOf, wordsOf, type TimelineRow } from '../../db/queries/cases/timeline.ts';
import type { Stores } from '../../db/queries/cases/notes-and-plans.ts';
import { asHeard, contactWays } from '../../domain/case/contact-details.ts';
import { checkLabels } from '../../domain/checks/check.ts';
import type { CaseEvent } from '../../domain/case/events.ts';
import { caseResults, labelOf, partsOfDay } from '../../domain/codes.ts';
import { localDate } from '../../domain/time/dates.ts';
import { phaseLabels } from '../../domain/case/lifecycle.ts';
import { twentePolicy } from '../../domain/planning/policy.ts';
import { AppError } from '../../errors.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { address, shownAddress, type Person } from '../../privacy/personal.ts';
import { withoutPersons, withoutPersonsIn } from '../../privacy/redact.ts';
import { adviceOf } from '../checks/find-advice.ts';
import { mustBeTheirs } from '../planning/may-change.ts';
import { objectionsOfPerson } from '../rights/recognise-objectors.ts';
import { informationOf, keptUntil } from '../../wording/sentences/avg-information.ts';
import { complaintOutcomeLabels, complaintStateLabels, complaintSubjectLabels } from '../../wording/labels/complaints.ts';
import { signalKindInWords } from '../../wording/sentences/signal-kind.ts';
import { eventSentence, referredTo } from '../../wording/sentences/timeline.ts';

export type AvgReport = Awaited<ReturnType<typeof reportPerson>>;
export type ReportedCase = AvgReport['cases'][number];

/**
 * The report of an inspection, as far as whoever reads it may see. Of others at the same address it holds nothing: their
 * signals are left out, and their names are taken out of what colleagues wrote; whoever sends it reads it first.
 * @throws AppError not-found; action-refused for a request that asks for no inspection, or was refused or withdrawn
 */
export async function reportPerson({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, requestId: string) {
  const request = await findAvgRequest(sql, requestId);
  if (request === null) throw new AppError('not-found', 'Dit verzoek bestaat niet, of is niet van u.');
  // Of the region's it would be a part that looks like the whole.
  mustBeTheirs(actor, request.within);
  if (request.kind !== 'inspection' || request.state === 'refused' || request.state === 'withdrawn') throw new AppError('action-refused', 'Een overzicht hoort bij een verzoek om inzage dat niet is afgewezen of ingetrokken.');
  const { personId, within, caseId } = request;
  const rows = personId === null ? [] : await findPerson({ sql, keys }, { personId, within });
  const caseIds = personId === null ? await casesAtAddress(sql, caseId) : [...new Set(rows.map((row) => row.caseId))];
  await writeAudit(sql, actor, { action: 'read-avg-report', outcome: 'done', caseId, detail: { requestId, cases: caseIds.length } });
  const place = await findCase(sql, actor, caseId);
  const requests = await requestsOf({ sql, keys }, rows);
  const subject = personId === null ? null : { rows, requestIds: requests.map(({ id }) => id) };
  const cases = await Promise.all(caseIds.map((id) => caseOf({ sql, keys }, actor, id, subject)));
  return {
    requestId,
    about: personId === null ? ('address' as const) : ('person' as const),
    receivedOn: request.receivedOn,
    madeOn: localDate(new Date().toISOString()),
    municipality: place?.municipality ?? '',
    information: informationOf(place?.retention ?? twentePolicy.retention),
    persons: await personsOf(sql, rows),
    cases: cases.filter((one) => one !== null),
    objections: await objectionsOf({ sql, keys }, rows),
    requests,
    mustBeRead: cases.some((one) => one?.isShared === true),
  };
}

/** As each creditor delivered it. */
async function personsOf(sql: Db, rows: readonly PersonOfSignal[]) {
  const names = await namesFor(sql, rows.map(({ creditorId }) => creditorId));
  return rows.map(({ signalId, creditorId, lastName, initials, birthDate, phone, email, street, place }) => ({ signalId, creditor: names.get(creditorId) ?? creditorId, lastName, initials, birthDate, phone, email, street, place }));
}

/** One for each day: it is filed for each address. */
async function objectionsOf(stores: Stores, rows: readonly PersonOfSignal[]) {
  const found = await objectionsOfPerson(stores, rows.map(judgedAs));
  return [...new Map(found.map(({ filedOn, withdrawnOn }) => [`${filedOn} ${withdrawnOn ?? ''}`, { filedOn, withdrawnOn }])).values()];
}

async function requestsOf(stores: Stores, rows: readonly PersonOfSignal[]) {
  const requests = await avgRequestsOf(stores.sql, rows.map(({ personId }) => personId));
  const words = await avgWordsOf(stores, requests.map(({ id }) => id));
  const said = (id: string | null) => words.get(id ?? '')?.words ?? null;
  return requests.map(({ id, kind, receivedOn, state, decidedAt, wordsId, answerId }: AvgRequestRow) => ({ id, kind, receivedOn, state, decidedOn: decidedAt === null ? null : localDate(decidedAt), words: said(wordsId), answer: said(answerId) }));
}

interface Subject {
  rows: readonly PersonOfSignal[];
  requestIds: readonly string[];
}

/** @param subject null for what is held about the address: nothing of any person */
async function caseOf(stores: { sql: Sql; keys: KeyStore }, actor: CallingActor, caseId: string, subject: Subject | null) {
  const { sql, keys } = stores;
  const row = await findCase(sql, actor, caseId);
  if (row === null) return null;
  const own = (subject?.rows ?? []).filter((person) => person.caseId === caseId);
  const others = await personIdsBeside(sql, caseId, own.map(({ personId }) => personId));
  const isShared = others.length > 0;
  const told = subject === null ? nothing : await toldOf(stores, row, { rows: own, requestIds: subject.requestIds }, others);
  const { id, number, municipality, openedAt, matchedAt, closedAt, phase, result } = row;
  return {
    id,
    number,
    municipality,
    address: shownAddress(address.open(await keys.find([id]), id, id, row.address)),
    openedOn: localDate(openedAt),
    ...(subject === null ? untold : { matchedOn: matchedAt === null ? null : localDate(matchedAt), closedOn: closedAt === null ? null : localDate(closedAt), phase: phaseLabels[phase], result: result === null ? null : labelOf(caseResults, result), keptUntil: keptUntil(row) }),
    isShared,
    ...told,
    readings: await readingsOf(sql, id),
  };
}

/** A report about an address says nothing of how a case there went: that is about a person. */
const untold = { matchedOn: null, closedOn: null, phase: null, result: null, keptUntil: 'Zo lang als hierboven staat.' };

type Told = Awaited<ReturnType<typeof toldOf>>;
const nothing: Told = { signals: [], timeline: [], notes: [], plans: [], handOvers: [], contactDetails: [], complaints: [], feedback: [], mails: [], deadlines: [], consents: [], checks: [] };

const HIDDEN = '[van een ander]';

async function toldOf(stores: { sql: Sql; keys: KeyStore }, { id }: CaseDetailRow, { rows: own, requestIds }: Subject, others: readonly string[]) {
  const { sql } = stores;
  const ids = own.map(({ personId }) => personId);
  const [signals, persons, timeline, words, plans, handOvers, feedback, mails, deadlines, consents, heard, complaints, answers] = await Promise.all([
    signalsOfCase(sql, id),
    personsOfCase(stores, id),
    timelineOf(sql, id),
    wordsOf(stores, id),
    plansOfCase(stores, id),
    handOversOfCase(stores, id),
    feedbacksOfCase(sql, id),
    mailsToCreditors(sql, id),
    deadlinesOfCase(sql, id),
    consentsOfCase(sql, id),
    contactDetailsOf(stores, [id]),
    complaintsOfCase(sql, id, ids),
    checkAnswersOf(stores, [id]),
  ]);
  const complained = await complaintWordsOf(stores, complaints.map((one) => one.id));
  const besides = persons.filter((person) => others.includes(person.id));
  const hidden = personsToHide([...besides, ...asHeard(besides, (person) => person.id, heard)], [...own, ...asHeard(own, ({ personId }) => personId, heard)]);
  const mine = signals.filter(({ personId }) => ids.includes(personId));
  const creditors = new Set(mine.map(({ creditorId }) => creditorId));
  const clean = (text: string) => withoutPersons(text, hidden, HIDDEN);
  const names = await namesFor(sql, referredTo(timeline.map(({ data }) => data)));
  const seen = timeline.filter((event) => isOwn(event, { mine, creditors, requestIds }));
  const quoted = new Set(timeline.flatMap(({ noteId }) => noteId ?? []));
  return {
    signals: mine.map(({ creditor, roundId, reference, amountCents, arrearsSince, kind, crisis, signalKind, endsOn, warm, state, reason, receivedAt }) => ({ creditor, roundId, reference, amountCents, arrearsSince, kind, crisis, signalKind, endsOn, signalKindLabel: signalKindInWords({ signalKind, endsOn }), warm, state, reason, receivedOn: localDate(receivedAt) })),
    timeline: seen.map((event) => {
      const note = words.get(event.noteId ?? '');
      return { at: event.at, role: event.actorRole, sentence: eventSentence(others.length === 0 ? event.event : ofOwn(event.event, mine), names, event.at), note: note === undefined ? null : clean(note) };
    }),
    notes: [...words].filter(([noteId]) => !quoted.has(noteId)).map(([, text]) => clean(text)),
    plans: plans.map(({ createdAt, body }) => ({ createdOn: localDate(createdAt), body: withoutPersonsIn(body, hidden, HIDDEN) })),
    handOvers: handOvers.map(({ service, contact, offeredAt, confirmedAt }) => ({ service: clean(service), contact: contact === null ? null : clean(contact), offeredOn: localDate(offeredAt), confirmedOn: confirmedAt === null ? null : localDate(confirmedAt) })),
    contactDetails: heard
      .filter(({ personId }) => personId === null || ids.includes(personId))
      .map(({ personId, phone, email, preferred, partsOfDay: moments, recordedAt }) => ({
        about: personId === null ? ('household' as const) : ('person' as const),
        phone: phone === null ? null : clean(phone),
        email: email === null ? null : clean(email),
        preferred: preferred === null ? null : labelOf(contactWays, preferred),
        partsOfDay: moments.map((moment) => labelOf(partsOfDay, moment)),
        recordedOn: localDate(recordedAt),
      })),
    complaints: complaints.map(({ subject, receivedOn, state, outcome, wordsId, noteId, findingsId }) => {
      const [said, found] = [complained.get(wordsId ?? noteId ?? '')?.words, complained.get(findingsId ?? '')?.words];
      return { subject: complaintSubjectLabels[subject], receivedOn, state: outcome === null ? complaintStateLabels[state] : complaintOutcomeLabels[outcome], words: said === undefined ? null : clean(said), findings: found === undefined ? null : clean(found) };
    }),
    feedback: feedback.map(({ body, createdAt }) => ({ sentOn: localDate(createdAt), body })),
    mails: mails.filter(({ creditorId }) => creditors.has(creditorId)).map(({ creditor, template, at, sentAt }) => ({ creditor, template, on: localDate(sentAt ?? at) })),
    deadlines: deadlines.filter(({ creditorId }) => creditorId === null || creditors.has(creditorId)).map(({ kind, startedAt, dueOn, state }) => ({ kind, startedOn: localDate(startedAt), dueOn, state })),
    checks: answers
      .filter(({ signalId }) => mine.some((signal) => signal.id === signalId))
      .map((answer) => ({ source: checkLabels[answer.check], askedOn: localDate(answer.askedAt), answeredOn: answer.answeredAt === null ? null : localDate(answer.answeredAt), said: adviceOf(answer).map(({ sentence }) => sentence) })),
    consents: consents.filter(({ personId }) => ids.includes(personId)).map(({ purpose, state, on, how }) => ({ purpose, state, on, how })),
  };
}

/** A name that they share is the person's own. */
function personsToHide(others: readonly Person[], own: readonly Person[]): Person[] {
  const mine = new Set(own.flatMap((person) => [person.lastName.toLowerCase(), person.phone, person.email, person.birthDate]));
  const kept = <Value extends string | null>(value: Value) => (value !== null && mine.has(value) ? null : value);
  return others.map((other) => ({ ...other, lastName: mine.has(other.lastName.toLowerCase()) ? '' : other.lastName, phone: kept(other.phone), email: kept(other.email), birthDate: kept(other.birthDate) }));
}

/** What tells of a signal, or a creditor, that is somebody else's is not the person's to read. */
function isOwn({ data }: TimelineRow, { mine, creditors, requestIds }: { mine: readonly CaseSignalRow[]; creditors: ReadonlySet<string>; requestIds: readonly string[] }): boolean {
  const { signalId, creditorId, requestId, personId } = data;
  if (typeof requestId === 'string') return requestIds.includes(requestId);
  if (typeof personId === 'string') return mine.some((signal) => signal.personId === personId);
  if (typeof signalId === 'string') return mine.some(({ id }) => id === signalId);
  return typeof creditorId !== 'string' || creditors.has(creditorId);
}

/** How many arrears there were counts the person's own. */
function ofOwn(event: CaseEvent, mine: readonly CaseSignalRow[]): CaseEvent {
  if (event.type === 'matched') return { type: 'matched', data: { signals: mine.length } };
  if (event.type === 're-check-asked') return { type: 're-check-asked', data: { creditors: new Set(mine.map(({ creditorId }) => creditorId)).size } };
  return event;
}
