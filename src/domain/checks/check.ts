/** What can be asked of others about somebody before it is decided whether a case goes on. What comes back is advice: a person decides. Pure. */
import { addDays, type LocalDate } from '../time/dates.ts';

/** How an answer is come by: out of a list that the municipality gave, or by asking a service. */
export const checkWays = ['list', 'service'] as const;
export type CheckWay = (typeof checkWays)[number];

/** `asks`: whether a question names a person, or an address alone. */
export const checks = [
  { code: 'debt-services', label: 'Schuldhulpverlening', ways: ['list', 'service'], asks: 'person' },
  { code: 'benefits', label: 'Uitkering', ways: ['list', 'service'], asks: 'person' },
  { code: 'population', label: 'Basisregistratie Personen (BRP)', ways: ['service'], asks: 'person' },
  { code: 'addresses', label: 'Basisregistratie Adressen en Gebouwen (BAG)', ways: ['service'], asks: 'address' },
] as const satisfies readonly { code: string; label: string; ways: readonly CheckWay[]; asks: 'person' | 'address' }[];

export type CheckCode = (typeof checks)[number]['code'];
export const checkCodes = checks.map(({ code }) => code) as [CheckCode, ...CheckCode[]];

export const checkLabels = Object.fromEntries(checks.map(({ code, label }) => [code, label])) as Readonly<Record<CheckCode, string>>;
export const waysOf = (check: CheckCode): readonly CheckWay[] => checks.find(({ code }) => code === check)?.ways ?? [];

/** Goes into the audit log with each question. */
export const checkPurpose = { purpose: 'triage', legalBase: 'Wgs art. 3(1)(b), AVG art. 6(1)(e)' } as const;

/** A list is a picture of one day: a new one is given every month, and what was not replaced by then says nothing any more. */
const LIST_KEPT_DAYS = 35;

/** The last day on which a list is used; it goes in the night after. @param dated the day of which it is a picture */
export const listKeptUntil = (dated: LocalDate): LocalDate => addDays(dated, LIST_KEPT_DAYS);

/**
 * Why there is no answer. `isFinal`: asking the same again brings nothing; of all others it is asked again until there is an answer, or nobody
 * has to decide any more.
 */
export const checkFailures = [
  { code: 'away', isFinal: false },
  { code: 'slow', isFinal: false },
  { code: 'busy', isFinal: false },
  { code: 'failing', isFinal: false },
  { code: 'not-allowed', isFinal: false },
  { code: 'not-understood', isFinal: true },
  { code: 'no-json', isFinal: false },
  { code: 'other-form', isFinal: false },
  { code: 'too-large', isFinal: false },
  { code: 'not-set-up', isFinal: false },
  { code: 'no-list', isFinal: false },
] as const satisfies readonly { code: string; isFinal: boolean }[];

export type CheckFailureCode = (typeof checkFailures)[number]['code'];
export const checkFailureCodes = checkFailures.map(({ code }) => code) as [CheckFailureCode, ...CheckFailureCode[]];
export const isFinal = (failure: CheckFailureCode): boolean => checkFailures.some(({ code, isFinal: ends }) => code === failure && ends);
