/**
 * What each route is about: one line a route. A new route gets its line here; `about` says whose the thing is, `id` what
 * stands in its path (where that is something else), `body` what it must be sent to get as far as looking at the thing.
 */
import { localDate } from '../../src/domain/time/dates.ts';
import type { Action } from '../../src/domain/case/lifecycle.ts';
import { actions, rules } from '../../src/domain/case/lifecycle.ts';
import { enschede } from '../../testkit/data/cases.ts';
import { month, type theirs, type Viewer, type World } from './world.ts';

export interface Question {
  about: keyof typeof theirs;
  /** Which thing stands in the path; default: that of `about`. */
  id?: keyof World['ids'];
  query?: string;
  body?: ((ids: World['ids'], who: Viewer) => unknown) | undefined;
  headers?: Record<string, string>;
  /** The status of the one thing that was asked about, where an answer is for many. */
  statusOf?: (answer: never) => number;
  /** The answer tells who asked in vain for what, and so names that. */
  namesAnything?: true;
}

const nothing: Question = { about: 'nothing' };
const ofCase: Question = { about: 'case' };
const audit: Question = { about: 'nothing', namesAnything: true };
const csv = { Accept: 'text/csv' };
const date = '2041-02-01';
const today = localDate(new Date().toISOString());

/** As much as each action must be given. */
const given: Partial<Record<Action, object>> = {
  'no-go': { because: 'moved' },
  'plan-appointment': { date: today, evenSo: true, time: '09:30', place: 'door', caseworkerId: 'medewerker-enschede' },
  'record-attempt': { kind: 'visit', outcome: 'reached', date },
  'record-callback': { date },
  'correct-attempt': { kind: 'visit', outcome: 'reached', date },
  'record-problematic-debts': { urgent: false },
  'complete-plan': { incomeCents: 1, fixedCostsCents: 1, roomToRepayCents: 1, allowancesChecked: true, causes: ['unknown'], skills: [], currentPaymentsFrom: null, problematicDebts: false, helpWithArrangements: true, lifeAreas: [], directPayment: false, consentToShare: false, handOver: { service: 'x' } },
  'end-planning': { because: 'declined' },
  'record-first-talk': { date },
  'offer-hand-over': { service: 'x' },
  'mark-covered': { signalId: 'x' },
  'withdraw-day': { signalId: 'x' },
  'answer-re-check': { creditorId: 'woongoed-twente', paying: true },
  'decide-re-check': { decision: 'close' },
  'extend-deadline': { deadlineId: 'x', dueOn: date },
  reassign: { teamId: 'team-enschede' },
  close: { because: 'other' },
  reopen: { to: 'triage' },
};
const acting = (action: Action): Question => ({ about: 'case', id: 'idle', body: () => ({ ...given[action], ...(rules[action].reason === true ? { reason: 'x' } : {}) }) });

const decided: Pick<Question, 'about' | 'statusOf'> = { about: 'case', statusOf: ({ outcomes: [one] }: { outcomes: { problem: { code: string } | null }[] }) => (one?.problem?.code === 'not-found' ? 404 : 200) };
/** The same of a municipality and of the whole region: which a municipality leaves alone. */
const municipalAndRegional = (municipal: keyof World['ids'], regional: keyof World['ids'], body?: Question['body']): Question[] => [
  { about: 'municipality', id: municipal, body },
  { about: 'region', id: regional, body },
];
const ofAccount = (body?: Question['body']): Question[] => municipalAndRegional('account', 'regionalAccount', body);
const sampleFile = 'Contractnummer;Achternaam;Postcode;Huisnummer;Achterstand;Achterstand sinds\nM1;Voorbeeld;7512AB;10;10,00;05-01-2026\n';
const person = { name: 'x', email: 'x@voorbeeld.test' };
const policy = (who: Viewer, municipality?: string) => ({ version: `${who.id}-${municipality ?? 'twente'}`, municipality, validFrom: '2041-03-01', changes: { maxVisits: 2 }, reason: 'xyz' });

/** By method and path, as declared. */
export const questions: Readonly<Record<string, Question | readonly Question[]>> = {
  'get /me': nothing,
  'get /access': nothing,
  'get /account/notifications': nothing,
  'put /account/notifications': { about: 'nothing', body: () => ({ off: ['crisis'], dailyAt: '08:30' }) },
  'get /municipalities': nothing,
  'get /teams': nothing,
  'get /creditors': nothing,
  'get /creditors/{id}/agreements': { about: 'creditor' },
  'post /creditors/{id}/agreements': { about: 'region', id: 'creditor', body: () => ({ validFrom: '2041-05-01' }) },
  'post /agreements/{id}/end': { about: 'region', id: 'agreement', body: () => ({ validTo: '2041-01-31' }) },
  'post /agreements/{id}/declaration': { about: 'delivery', id: 'agreement', body: () => ({ soughtContact: true, pointedOutHelp: true, reminded: true, offeredToPassOn: true }) },
  'get /creditors/{id}/mapping': { about: 'delivery', id: 'creditor' },
  'put /creditors/{id}/mapping-draft': { about: 'delivery', id: 'creditor', body: () => ({ columns: { Ref: 'reference' } }) },
  'post /creditors/{id}/mapping-proposal': { about: 'delivery', id: 'creditor', headers: { 'Content-Type': 'text/csv' }, body: () => sampleFile },
  'post /creditors/{id}/mapping-trial': { about: 'delivery', id: 'creditor', headers: { 'Content-Type': 'text/csv' }, body: () => sampleFile },
  'post /creditors/{id}/mapping': { about: 'delivery', id: 'creditor', body: () => ({ validFrom: '2041-06-01' }) },
  'get /creditors/{id}/webhooks': { about: 'creditor' },
  'post /creditors/{id}/webhooks': { about: 'creditor', body: () => ({ url: 'https://hook.voorbeeld.nl/in' }) },
  'post /webhooks/{id}/secret': { about: 'delivery', id: 'webhook' },
  'post /webhooks/{id}/test': { about: 'delivery', id: 'webhook' },
  'delete /webhooks/{id}': { about: 'delivery', id: 'removable' },
  'get /webhooks/{id}/messages': { about: 'delivery', id: 'webhook' },
  'post /webhooks/{id}/resend': { about: 'delivery', id: 'webhook', body: () => ({}) },
  'get /accounts': nothing,
  'get /accounts/{id}': ofAccount(),
  'post /accounts': [
    { about: 'municipality', body: (_, who) => ({ ...person, id: `made-by-${who.id}`, role: 'desk', municipalityCode: enschede }) },
    { about: 'region', body: (_, who) => ({ ...person, id: `made-for-all-by-${who.id}`, role: 'desk' }) },
  ],
  'patch /accounts/{id}': ofAccount(() => ({ version: 1, name: 'x' })),
  'post /accounts/{id}/block': ofAccount(),
  'post /accounts/{id}/unblock': ofAccount(),
  'post /accounts/{id}/hand-over': { about: 'municipality', id: 'account', body: () => ({ successorId: 'medewerker-enschede' }) },
  'post /accounts/{id}/identities': ofAccount(() => ({ subject: 'x' })),
  'delete /accounts/{id}/identities/{identity}': ofAccount(),
  'post /accounts/{id}/leave': ofAccount(),

  // A row of another municipality is refused by itself.
  'post /accounts/import': { about: 'nothing', headers: { 'Content-Type': 'text/csv' }, body: () => 'id;naam;e-mail;rol\n' },
  'post /creditors/import': { about: 'region', headers: { 'Content-Type': 'text/csv' }, body: () => 'id;naam;soort;e-mail\n' },
  'get /failed-mails': nothing,
  'post /failed-mails/resend': [
    { about: 'region', body: ({ mail }) => ({ ids: [mail] }) },
    { about: 'nothing', body: () => ({ to: { kind: 'desk' } }) },
  ],
  'post /regions': { about: 'region', body: () => ({ id: 'twente', name: 'Twente' }) },
  'get /municipalities/{id}': { about: 'nothing', id: 'place' },
  'post /municipalities': { about: 'region', body: () => ({ code: '9001', name: 'x' }) },
  'patch /municipalities/{id}': { about: 'region', id: 'place', body: () => ({ version: 1, name: 'Enschede' }) },
  'put /municipalities/{id}/postcodes': { about: 'region', id: 'emptyPlace', body: () => ({ version: 1, postcodes: [] }) },
  'get /municipalities/{id}/checks': { about: 'municipality', id: 'place' },
  'put /municipalities/{id}/checks': { about: 'municipality', id: 'place', body: () => ({ check: 'benefits', on: true, way: 'list' }) },
  'put /municipalities/{id}/check-list': { about: 'municipality', id: 'place', query: '?check=benefits', headers: { 'Content-Type': 'text/csv' }, body: () => 'achternaam;geboortedatum\nProefberg;1-2-1980\n' },
  'get /teams/{id}': { about: 'municipality', id: 'team' },
  'post /teams': { about: 'municipality', body: (_, who) => ({ id: `team-of-${who.id}`, name: 'x', email: 'x@voorbeeld.test', municipalityCode: enschede }) },
  'patch /teams/{id}': { about: 'municipality', id: 'team', body: () => ({ version: 1, name: 'Team Enschede' }) },
  'post /teams/{id}/end': { about: 'municipality', id: 'team', body: () => ({ validTo: '2041-02-01' }) },
  'post /teams/{id}/pairings': { about: 'municipality', id: 'team', body: () => ({ creditorId: 'woongoed-twente', validFrom: '2041-02-01' }) },
  'post /pairings/{id}/end': { about: 'municipality', id: 'pairing', body: () => ({ validTo: '2041-02-01' }) },
  'get /creditors/{id}': { about: 'nothing', id: 'creditor' },
  'post /creditors': { about: 'region', body: () => ({ id: 'nieuw', name: 'x', kind: 'rent', email: 'x@voorbeeld.test' }) },
  'patch /creditors/{id}': { about: 'region', id: 'creditor', body: () => ({ version: 1, name: 'Woongoed Twente' }) },
  'post /creditors/{id}/end': { about: 'region', id: 'creditor', body: () => ({ validTo: '2099-02-01' }) },
  'put /creditors/{id}/contacts': { about: 'region', id: 'creditor', body: () => ({ version: 1, contacts: [] }) },

  'get /process': nothing,
  'get /process.bpmn': nothing,
  'post /terms/calculate': { about: 'nothing', body: () => ({ from: '2041-02-01T10:00:00Z', term: { unit: 'workingDays', amount: 5 } }) },

  'get /cases': nothing,
  'get /cases/counts': nothing,
  'get /triage': nothing,
  'get /visits': nothing,
  'get /planning': nothing,
  'post /planned-visits': { ...decided, id: 'case', body: ({ case: caseId }) => ({ cases: [{ caseId, date: today }] }) },
  'post /planned-visits/undo': { ...decided, id: 'case', body: ({ case: caseId }) => ({ caseIds: [caseId] }) },
  'put /teams/{id}/capacity': { about: 'municipality', id: 'team', body: () => ({ validFrom: today, visitsADay: 8 }) },
  'post /absences': { about: 'municipality', body: ({ account }) => ({ caseworkerId: account, firstDay: today, lastDay: today }) },
  'delete /absences/{id}': { about: 'municipality', id: 'absence' },
  'get /cases/{id}': ofCase,
  'get /cases/{id}/timeline': ofCase,
  'get /cases/{id}/history': ofCase,
  'get /cases/{id}/forecast': ofCase,
  'get /teams/{id}/forecast': { about: 'municipality', id: 'team' },
  'get /forecast': nothing,
  'post /cases/{id}/notes': { about: 'case', body: () => ({ text: 'x' }) },
  'post /cases/{id}/complaints': { about: 'case', body: () => ({ text: 'x' }) },
  'get /breaches': nothing,
  'get /breaches/{id}': { about: 'case', id: 'breach' },
  'post /breaches': { about: 'nothing', body: () => ({ kind: 'other', creditorId: 'woongoed-twente', occurredOn: '2026-01-05', text: 'x' }) },
  'post /breaches/{id}/follow-up': { about: 'case', id: 'breach', body: () => ({ text: 'x' }) },
  'get /events': nothing,
  'get /events/counts': nothing,
  'post /complaints': { about: 'case', body: () => ({ text: 'x', municipality: enschede, receivedOn: localDate(new Date().toISOString()) }) },
  'get /complaints': nothing,
  'get /complaints/counts': nothing,
  'get /complaints/{id}': { about: 'case', id: 'complaint' },
  'post /complaints/{id}/owner': { about: 'case', id: 'complaint', body: () => ({ ownerId: 'project-leader-0153' }) },
  'post /complaints/{id}/receipt': { about: 'case', id: 'complaint', body: () => ({}) },
  'post /complaints/{id}/extend': { about: 'case', id: 'complaint', body: () => ({ words: 'x' }) },
  'post /complaints/{id}/close': { about: 'case', id: 'complaint', body: () => ({ outcome: 'solved', words: 'x' }) },
  'post /complaints/{id}/withdraw': { about: 'case', id: 'complaint' },
  'get /complaints/{id}/letter': { about: 'case', id: 'complaint' },
  'post /cases/{id}/contact-details': { about: 'case', body: () => ({ phone: '0611111111' }) },
  'delete /contact-details/{id}': { about: 'case', id: 'contactDetails' },
  'get /cases/{id}/flyer': ofCase,
  'get /cases/{id}/letter': { about: 'case', query: '?about=visit' },
  'get /cases/{id}/plan': ofCase,
  'put /cases/{id}/plan': ofCase,
  'patch /cases/{id}/plan': ofCase,
  'put /cases/{id}/feedback-draft': ofCase,
  ...Object.fromEntries(actions.map((action) => [`post /cases/{id}/${action}`, acting(action)])),
  'get /work-in-hand': nothing,
  'post /many-cases/reassign': { ...decided, body: ({ idle }) => ({ caseIds: [idle], teamId: 'team-enschede', reason: 'x' }) },
  'post /many-cases/pause': { ...decided, body: ({ idle }) => ({ caseIds: [idle], reason: 'x' }) },
  'post /many-cases/resume': { ...decided, body: ({ idle }) => ({ caseIds: [idle], reason: 'x' }) },
  'post /many-cases/extend-deadline': { ...decided, body: ({ idle }) => ({ deadlineIds: [`${idle}.1`], dueOn: date, reason: 'x' }) },
  'post /triage-decisions': { ...decided, body: ({ idle }) => ({ caseIds: [idle], decision: 'go' }) },
  'post /triage-decisions/undo': { ...decided, body: ({ idle }) => ({ caseIds: [idle] }) },

  // A search finds what one may see, and nothing else.
  'post /search': { about: 'nothing', body: () => ({ postcode: '7512BM', houseNumber: 1 }) },

  'get /deadlines': nothing,
  'get /deadlines/{id}/derivation': { about: 'case', id: 'deadline' },

  'post /rounds': { about: 'region', body: () => ({ month, byHand: true }) },
  'get /rounds': nothing,
  'get /rounds/{month}': nothing,
  'post /rounds/{month}/close': { about: 'region' },
  'post /rounds/{month}/confirm': { about: 'region', body: () => ({ listVersion: 1 }) },
  'get /rounds/{month}/matches': [
    nothing,
    { about: 'nothing', headers: csv },
  ],

  'post /deliveries': { about: 'delivery', query: `?round=${month}&creditor=woongoed-twente`, headers: { 'Content-Type': 'text/csv' }, body: () => 'x' },
  'post /signals': { about: 'delivery', query: `?round=${month}&creditor=woongoed-twente`, body: () => ({}) },
  'get /deliveries': nothing,
  'get /deliveries/{id}': { about: 'delivery' },
  'get /deliveries/{id}/rows': { about: 'delivery' },
  'get /deliveries/{id}/rows.csv': { about: 'delivery' },
  'get /deliveries/{id}/refused.csv': { about: 'delivery' },
  'get /creditors/{id}/signals': { about: 'creditor' },
  'get /signals/{id}': { about: 'signal' },
  'post /signals/{id}/withdraw-day': { about: 'signal', body: () => ({ reason: 'x' }) },
  'post /signals/{id}/answer-re-check': { about: 'signal', body: () => ({ paying: true }) },
  'get /creditors/{id}/to-do': { about: 'creditor' },
  'get /creditors/{id}/teams': { about: 'creditor' },
  'get /creditors/{id}/outcomes': { about: 'delivery', id: 'creditor' },
  'post /creditors/{id}/outcomes': { about: 'delivery', id: 'creditor', body: () => ({ counts: [{ kind: 'eviction', period: '2025', number: 3 }] }) },
  'get /outcome-figures': nothing,
  'post /re-check-answers': { ...decided, about: 'signal', body: ({ signal }) => ({ answers: [{ signalId: signal, answer: 'paying' }] }) },

  'post /cases/{id}/joinings': { about: 'case', id: 'idle', body: ({ idle }) => ({ fromCaseId: idle }) },
  'post /joinings/{id}/undo': { about: 'case', id: 'joining' },
  'post /objections': { about: 'signal', body: ({ signal }) => ({ signalId: signal }) },
  'delete /objections/{id}': municipalAndRegional('objection', 'regionalObjection'),

  'post /avg-requests': { about: 'case', body: ({ case: caseId }) => ({ kind: 'inspection', caseId, receivedOn: localDate(new Date().toISOString()), words: 'x' }) },
  'get /avg-requests': nothing,
  'get /avg-requests/{id}': [{ about: 'case', id: 'avgRequest' }, { about: 'case', id: 'regionalRequest' }],
  'post /avg-requests/{id}/decide': municipalAndRegional('avgRequest', 'regionalRequest', () => ({ granted: false, ground: 'excessive' })),
  'post /avg-requests/{id}/extend': municipalAndRegional('avgRequest', 'regionalRequest', () => ({ words: 'x' })),
  'post /avg-requests/{id}/withdraw': municipalAndRegional('avgRequest', 'regionalRequest'),
  'get /avg-requests/{id}/report': municipalAndRegional('avgRequest', 'regionalRequest'),
  'get /avg-requests/{id}/letter': municipalAndRegional('avgRequest', 'regionalRequest'),
  'post /cases/{id}/informed': { about: 'case', body: () => ({ how: 'spoken', on: localDate(new Date().toISOString()) }) },
  'put /cases/{id}/consents/{purpose}': { about: 'case', body: () => ({ state: 'asked', on: localDate(new Date().toISOString()), how: 'spoken' }) },
  'get /cases/{id}/hand-over': ofCase,
  'post /cases/{id}/hand-over-link': ofCase,

  'get /closed-days': nothing,
  // A Saturday, and a day by decree: both refused to whoever may propose them.
  'post /closed-days': { about: 'region', body: () => ({ date: '2041-02-04', name: 'x', reason: 'xyz' }) },
  'post /closed-days/{date}/withdraw': { about: 'region', body: () => ({ reason: 'xyz' }) },
  'get /policies': nothing,
  'post /policies': [
    { about: 'municipality', body: (_, who) => policy(who, enschede) },
    { about: 'region', body: (_, who) => policy(who) },
  ],
  'get /changes': nothing,
  'get /changes/{id}': { about: 'nothing', id: 'change' },
  'get /changes/{id}/moves': [
    { about: 'nothing', id: 'change' },
    { about: 'nothing', id: 'change', headers: csv },
  ],
  'post /changes/{id}/confirm': municipalAndRegional('change', 'regionalChange'),
  'post /changes/{id}/discard': municipalAndRegional('change', 'regionalChange'),

  'post /cases/{id}/hold': { about: 'case', body: () => ({ reason: 'x' }) },
  // Not the case that is held above: whose hold came first would decide who may let it go.
  'post /cases/{id}/release': { about: 'case', id: 'idle', body: () => ({ reason: 'x' }) },
  'get /retention': nothing,
  'get /retention/certificates': nothing,

  'get /audit': audit,
  'get /audit.csv': audit,
  'get /audit.jsonl': audit,
};
