/** The form of each action of the transition table: which fields, in which words, with which choices. */
import type { z } from 'zod';
import type { caseDetail } from '../../api/schemas/case.ts';
import { noGoReasons } from '../../src/domain/case/commands.ts';
import { rules, type Action } from '../../src/domain/case/lifecycle.ts';
import { caseResults, contactKinds, partOfDayAt, partsOfDay } from '../../src/domain/codes.ts';
import { closeLabels, noGoLabels, outcomeLabels, placeLabels, planningEndLabels, recheckAnswerClauses, recheckDecisionLabels } from '../../src/wording/labels/labels.ts';
import { dateInWords } from '../../src/wording/sentences/dates.ts';
import type { Choice } from '../components/form.tsx';

type CaseDetail = z.output<typeof caseDetail>;

/** What the choices of a field are made from. */
export interface Known {
  case: CaseDetail;
  teams: readonly { id: string; name: string }[];
  /** Local: the day, and HH:MM. */
  today: string;
  time: string;
}

export interface Field {
  name: string;
  label: string;
  kind: 'date' | 'time' | 'text' | 'area' | 'radios' | 'select';
  choices?: readonly Choice[];
  value?: string;
  hint?: string;
  optional?: boolean;
}

const choicesOf = (labels: Readonly<Record<string, string>>): Choice[] => Object.entries(labels).map(([value, label]) => ({ value, label: capital(label) }));
const listed = (list: readonly { code: string; label: string }[]): Choice[] => list.map(({ code, label }) => ({ value: code, label }));
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const yesNo: Choice[] = [{ value: 'true', label: 'Ja' }, { value: 'false', label: 'Nee' }];

const radios = (name: string, label: string, choices: readonly Choice[], more: Partial<Field> = {}): Field => ({ name, label, kind: 'radios', choices, ...more });
const select = (name: string, label: string, choices: readonly Choice[], more: Partial<Field> = {}): Field => ({ name, label, kind: 'select', choices, ...more });
const day = (label: string, { today }: Known, more: Partial<Field> = {}): Field => ({ name: 'date', label, kind: 'date', value: today, ...more });

const attempt = (known: Known): Field[] => [
  radios('outcome', 'Wat kwam ervan?', choicesOf(outcomeLabels)),
  select('kind', 'Hoe', listed(contactKinds), { value: 'visit' }),
  day('Op welke dag', known),
  radios('partOfDay', 'Dagdeel', listed(partsOfDay), { optional: true, value: partOfDayAt(known.time) }),
];
const whichAttempt = ({ case: { attempts } }: Known): Field =>
  select('attemptId', 'Welke poging', [...attempts].reverse().map(({ id, date, outcome }) => ({ value: id, label: `${dateInWords(date)}: ${outcomeLabels[outcome]}` })), { optional: true, hint: 'Kiest u niets, dan gaat het om de laatste.' });
const signalsOf = ({ case: { signals } }: Known): Choice[] => signals.map(({ id, creditor, reference }) => ({ value: id, label: `${creditor}, ${reference}` }));
const creditorsOf = ({ case: { signals } }: Known): Choice[] => [...new Map(signals.map(({ creditorId, creditor }) => [creditorId, { value: creditorId, label: creditor }])).values()];
const deadlinesOf = ({ case: { deadlines } }: Known): Choice[] => deadlines.filter(({ endedAt }) => endedAt === null).map(({ id, label, dueOn }) => ({ value: id, label: `${label}, tot ${dateInWords(dueOn)}` }));

const fields: Readonly<Partial<Record<Action, (known: Known) => Field[]>>> = {
  go: () => [],
  'no-go': () => [radios('because', 'Waarom niet', noGoReasons.map((value) => ({ value, label: capital(noGoLabels[value]) })))],
  'undo-triage': () => [],
  'plan-appointment': (known) => [day('Op welke dag', known), { name: 'time', label: 'Hoe laat', kind: 'time' }, radios('place', 'Waar', choicesOf(placeLabels), { value: 'door' })],
  'record-attempt': attempt,
  'record-callback': (known) => [day('Wanneer belde de inwoner', known)],
  'correct-attempt': (known) => [whichAttempt(known), ...attempt(known)],
  'take-back-attempt': (known) => [whichAttempt(known)],
  'resume-visits': () => [],
  'end-visits': () => [],
  'record-problematic-debts': (known) => [radios('urgent', 'Dreigt verlies van woning, gas, stroom, warmte of water?', yesNo), day('Sinds wanneer weet u dit', known)],
  'withdraw-problematic-debts': () => [select('result', 'Resultaat van het plan', listed(caseResults), { optional: true })],
  'end-planning': (known) => [radios('because', 'Waarom zonder plan', choicesOf(planningEndLabels)), day('Op welke dag', known)],
  refer: (known) => [day('Op welke dag', known)],
  'record-first-talk': (known) => [day('Wanneer was het gesprek', known)],
  'offer-hand-over': (known) => [{ name: 'service', label: 'Aan welke dienst', kind: 'text' }, { name: 'contact', label: 'Bij wie daar, en hoe te bereiken', kind: 'text', optional: true }, day('Op welke dag', known)],
  'confirm-hand-over': (known) => [day('Wanneer bevestigde de dienst', known)],
  'mark-covered': (known) => [select('signalId', 'Welk signaal', signalsOf(known))],
  'undo-feedback': () => [],
  'answer-re-check': (known) => [select('creditorId', 'Namens welke schuldeiser', creditorsOf(known)), radios('answer', 'Wat zegt de schuldeiser', choicesOf(recheckAnswerClauses))],
  'decide-re-check': () => [radios('decision', 'Wat gebeurt er', choicesOf(recheckDecisionLabels))],
  pause: () => [],
  resume: () => [],
  'extend-deadline': (known) => [select('deadlineId', 'Welke termijn', deadlinesOf(known)), { name: 'dueOn', label: 'Nieuwe laatste dag', kind: 'date' }],
  'withdraw-day': (known) => [select('signalId', 'Van welk signaal', signalsOf(known))],
  reassign: ({ teams }) => [select('teamId', 'Aan welk team', teams.map(({ id, name }) => ({ value: id, label: name })))],
  'take-on': () => [],
  close: (known) => [radios('because', 'Waarom', choicesOf(closeLabels)), select('signalId', 'Bij bezwaar: van wie', signalsOf(known), { optional: true })],
  reopen: () => [
    radios('to', 'Hoe', [
      { value: 'as-it-stood', label: 'Zoals zij stond toen zij sloot' },
      { value: 'triage', label: 'Opnieuw vanaf de triage' },
      { value: 'visiting', label: 'Opnieuw vanaf het bezoek' },
      { value: 'planning', label: 'Opnieuw vanaf het plan' },
    ], { value: 'as-it-stood' }),
  ],
};

/** Whether an action has a form: what is written at length (a plan, feedback) has pages of its own. */
export const hasForm = (action: Action): boolean => action in fields;
export const actionsWithForm = Object.keys(fields) as Action[];

export const fieldsOf = (action: Action, known: Known): Field[] => [
  ...(fields[action]?.(known) ?? []),
  { name: 'reason', label: rules[action].reason === true ? 'Waarom' : 'Toelichting', kind: 'area', optional: rules[action].reason !== true, hint: rules[action].reason === true ? 'Wordt bewaard in de tijdlijn.' : '' },
];
