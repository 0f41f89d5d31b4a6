/** The one interface of a check: a question, and what was found. Each other system has an adapter of its own. */
import { isFinal, type CheckFailureCode } from '../domain/checks/check.ts';
import type { Finding } from '../domain/checks/finding.ts';
import type { LocalDate } from '../domain/time/dates.ts';

export interface Question {
  municipalityCode: string;
  person: { lastName: string; initials: string; birthDate: LocalDate | null };
  address: { postcode: string; houseNumber: number; addition: string };
}

/** @throws CheckFailed; `signal` ends the asking */
export type Ask = (question: Question, signal: AbortSignal) => Promise<Finding[]>;

interface Details {
  /** The part of the answer that was not as described: names of our own schema, no values. */
  part?: string;
  /** How long the other side wants to be left alone. */
  retryAfterMs?: number | undefined;
}

/** There is no answer. Holds nothing of the question, and nothing that the other side wrote. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
  readonly code: CheckFailureCode;
  readonly part: string | null;
  readonly retryAfterMs: number | undefined;

  constructor(code: CheckFailureCode, { part, retryAfterMs }: Details = {}) {
    super(part === undefined ? code : `${code}: ${part}`);
    this.code = code;
    this.part = part ?? null;
    this.retryAfterMs = retryAfterMs;
  }

  get isFinal(): boolean {
    return isFinal(this.code);
  }
}
