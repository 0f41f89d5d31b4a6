/** What becomes of the cases of the month: eight lives, each of requests that are done one after the other. */
import type { Household } from './month.ts';

/** One request on a case; `path` stands behind `/cases/{id}/`. */
export interface Deed {
  account: string;
  path: string;
  body: Record<string, unknown>;
  /** A date is filled in from the deadline of this kind: so many days later. */
  extends?: string;
  status?: number;
}

const because = { reason: 'Zo is het afgesproken.' };
const desk = (path: string, body: Record<string, unknown> = {}): Deed => ({ account: 'meldpunt', path, body });

/** The deeds of the life that this household gets; `today` is the local date that is written on them. */
export function lifeOf({ number, municipality }: Household, today: string): readonly Deed[] {
  const worker = (path: string, body: Record<string, unknown> = {}): Deed => ({ account: `medewerker-${municipality}`, path, body });
  const visit = (partOfDay: string, outcome: string) => worker('record-attempt', { kind: 'visit', date: today, partOfDay, outcome });
  const plan = (problematicDebts: boolean, confirmed: boolean) =>
    worker('complete-plan', {
      incomeCents: 180_000, fixedCostsCents: 120_000, roomToRepayCents: 10_000, allowancesChecked: true, causes: ['income-drop'], skills: [],
      currentPaymentsFrom: today, problematicDebts, ...(problematicDebts ? { urgent: number % 3 === 0 } : {}), helpWithArrangements: true, lifeAreas: [],
      directPayment: false, consentToShare: true, handOver: { service: 'Wijkteam', confirmed },
    });
  const told = (codes: Record<string, unknown>) => worker('send-feedback', { cause: 'income-drop', currentPayments: { state: 'resumes-on', date: today }, ...codes });
  const nothingToTell = worker('send-feedback');
  const lives: readonly (readonly Deed[])[] = [
    [desk('go'), visit('morning', 'nobody-home'), visit('evening', 'reached'), plan(false, false), worker('confirm-hand-over'), told({ outlook: 'arrears-only', approach: ['arrangement'] })],
    [worker('notes', { text: 'Bekend bij het wijkteam.' }), desk('no-go', { because: 'known' })],
    [desk('go'), desk('pause', because), desk('resume', because), visit('morning', 'nobody-home'), visit('afternoon', 'nobody-home'), visit('evening', 'nobody-home'), nothingToTell],
    [desk('go'), { ...desk('extend-deadline', because), extends: 'feedback' }, visit('afternoon', 'refused'), nothingToTell],
    [desk('go'), visit('morning', 'reached'), plan(true, true), worker('refer'), worker('record-first-talk', { date: today }), told({ outlook: 'problematic-debts', approach: ['debt-services', 'arrangement'] })],
    [desk('go'), worker('plan-appointment', { evenSo: true, date: today, time: '19:00', place: 'door' }), visit('evening', 'nobody-home'), worker('complaints', { text: 'Geen flyer gezien.' })],
    [desk('go'), visit('morning', 'nobody-home'), worker('correct-attempt', { kind: 'visit', date: today, partOfDay: 'morning', outcome: 'reached', ...because }), worker('end-planning', { because: 'declined' }), nothingToTell],
    [desk('close', { because: 'paid', ...because }), desk('reopen', { to: 'triage', ...because }), desk('go'), visit('morning', 'unsafe'), desk('resume-visits', because)],
  ];
  return lives[number % lives.length] ?? [];
}
