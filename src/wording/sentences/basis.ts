/** What a deadline rests on: the policy the case runs under, the part of the process, an agreement, an article of law. */
import { statutoryHolidays, type ClosedDay } from '../../domain/time/calendar.ts';
import { yearOf } from '../../domain/time/dates.ts';
import type { BasisSource } from '../../domain/deadlines/derivation.ts';
import type { DeadlineKind } from '../../domain/planning/policy.ts';
import type { Term } from '../../domain/time/terms.ts';
import { termInWords } from './terms.ts';

interface Basis {
  source: BasisSource;
  /** The version, part or article. */
  reference: string;
  sentence: string;
}

const sections: Record<DeadlineKind, string> = {
  'match-result': 'Matching',
  triage: 'Triage',
  'first-visit': 'Bezoeken',
  'next-visit': 'Bezoeken',
  plan: 'Plan van aanpak',
  referral: 'Plan van aanpak',
  'first-talk': 'Plan van aanpak',
  'first-talk-urgent': 'Plan van aanpak',
  'hand-over': 'Plan van aanpak',
  feedback: 'Terugkoppeling',
  're-check': 'Heropaf',
  're-check-answer': 'Heropaf',
  're-check-reminder': 'Heropaf',
  're-check-decision': 'Heropaf',
  revisit: 'Heropaf',
  'before-end-of-supply': 'Bezoeken',
  'before-eviction': 'Bezoeken',
  'avg-request': 'Rechten van de inwoner',
  complaint: 'Klachten',
};

const convenant = (sentence: string): Basis => ({ source: 'agreement', reference: 'Convenant met de schuldeisers', sentence });
const law = (reference: string, sentence: string): Basis => ({ source: 'law', reference, sentence });

const grounds: Partial<Record<DeadlineKind, Basis>> = {
  feedback: convenant('De gemeente koppelt binnen deze termijn terug.'),
  're-check': convenant('Na deze termijn wordt gevraagd of de lopende kosten worden betaald.'),
  're-check-answer': convenant('De schuldeiser antwoordt binnen deze termijn.'),
  're-check-reminder': convenant('De schuldeiser antwoordt binnen deze termijn op de herinnering.'),
  'first-talk': law('Wgs art. 4 lid 1', 'Het eerste gesprek is binnen vier weken.'),
  'first-talk-urgent': law('Wgs art. 4 lid 2', 'Bij een bedreigende situatie is het eerste gesprek binnen drie werkdagen.'),
  'avg-request': law('AVG art. 12 lid 3', 'Op een verzoek volgt binnen een maand antwoord.'),
  complaint: law('Awb art. 9:11 lid 1', 'Een klacht wordt binnen zes weken afgehandeld.'),
};

interface Resting {
  kind: DeadlineKind;
  term: Term;
  /** Null where it is not known. */
  policyVersion: string | null;
  /** All days that were passed over. */
  skipped: readonly ClosedDay[];
}

export function basisOf({ kind, term, policyVersion, skipped }: Resting): Basis[] {
  const ground = grounds[kind];
  const policy: Basis[] = policyVersion === null ? [] : [{ source: 'policy', reference: policyVersion, sentence: `Beleidsversie ${policyVersion}: ${termInWords(term)}.` }];
  const process: Basis = { source: 'process', reference: sections[kind], sentence: `Procesbeschrijving, onderdeel "${sections[kind]}".` };
  return [...policy, process, ...(ground === undefined ? [] : [ground]), ...calendarLaw(term, skipped)];
}

function calendarLaw(term: Term, skipped: readonly ClosedDay[]): Basis[] {
  const found: Basis[] = [];
  if (skipped.some(isStatutory)) found.push(law('Algemene termijnenwet art. 3', 'Algemeen erkende feestdagen en daarmee gelijkgestelde dagen zijn geen werkdagen.'));
  if (term.extendToWorkingDay === true) found.push(law('Algemene termijnenwet art. 1', 'Een termijn die eindigt op een dag die geen werkdag is, loopt door tot en met de eerstvolgende werkdag.'));
  return found;
}

const isStatutory = ({ date, name }: ClosedDay): boolean => name.includes('(KB)') || statutoryHolidays(yearOf(date)).some((holiday) => holiday.date === date);
