/** What is known already of who a case is about: other cases of the same person. Advice, a person decides. */
import type { Stores } from '../../db/queries/cases/notes-and-plans.ts';
import { otherCasesOf, type OtherCase } from '../../db/queries/worklists/residents.ts';
import { sameness, type NamedRow } from '../../domain/rights/same-person.ts';
import { person } from '../../privacy/personal.ts';
import { otherCaseInWords } from '../../wording/sentences/advice.ts';

export interface Advice {
  source: 'other-case';
  /** The case that it comes from. */
  caseId: string;
  /** Dutch. */
  sentence: string;
}

/** By the id of a person among `rows`; somebody without a date of birth cannot be recognised elsewhere. */
export async function findOtherCases({ sql, keys }: Stores, rows: readonly NamedRow[]): Promise<ReadonlyMap<string, Advice[]>> {
  const born = rows.filter(({ birthDate }) => birthDate !== null);
  const advice = new Map<string, Advice[]>();
  if (born.length === 0) return advice;
  const others = await otherCasesOf(sql, born.map(({ personId }) => personId));
  const found = await keys.find([...new Set(others.map(({ sealedFor }) => sealedFor))]);
  for (const other of others) {
    const [asked, opened] = [born.find(({ personId }) => personId === other.of), person.open(found, other.sealedFor, other.personId, other.sealed)];
    if (asked === undefined || opened === null || sameness(asked, { ...opened, personId: other.personId, householdId: other.householdId }, []) !== 'same') continue;
    advice.set(other.of, [...(advice.get(other.of) ?? []), adviceOf(other)]);
  }
  return advice;
}

const adviceOf = (other: OtherCase): Advice => ({ source: 'other-case', caseId: other.caseId, sentence: otherCaseInWords(other) });
