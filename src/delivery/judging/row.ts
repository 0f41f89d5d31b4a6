import type { Address } from '../../domain/matching/address.ts';
import type { SignalKind } from '../../domain/codes.ts';
import type { LocalDate } from '../../domain/time/dates.ts';

/** One accepted row: a creditor's message that a contract at an address is in arrears. Personal data. */
export interface SignalRow {
  /** The creditor's own, at most 64 characters. */
  reference: string;
  lastName: string;
  initials: string;
  birthDate: LocalDate | null;
  phone: string | null;
  email: string | null;
  street: string;
  place: string;
  address: Address;
  /** More than 0, at most a million euros. */
  amountCents: number;
  arrearsSince: LocalDate;
  /** As given; '' for a person. The matching decides what it means. */
  legalForm: string;
  /** An end of supply and an eviction are a crisis too. */
  crisis: boolean;
  signalKind: SignalKind;
  /** Of an end of supply or an eviction its day; null for the others. */
  endsOn: LocalDate | null;
  warm: boolean;
}

/** What a problem is about. `date` is the day the arrears began, `amount` the arrears, `row` the row as a whole. */
export const rowFields = [
  'reference', 'lastName', 'initials', 'birthDate', 'phone', 'email', 'street', 'place', 'postcode', 'houseNumber',
  'addition', 'amount', 'date', 'legalForm', 'crisis', 'signalKind', 'endsOn', 'warm', 'row',
] as const;
export type RowField = (typeof rowFields)[number];

export const ruleCodes = [
  'required', 'tooLong', 'postcodeForm', 'noNumber', 'numberTooHigh', 'notAnAmount', 'ambiguousAmount', 'notPositive',
  'notWholeCents', 'tooHigh', 'noSuchDay', 'ambiguousDay', 'unlikelyYear', 'afterDelivery', 'notYesOrNo', 'columnCount',
  'notAnObject', 'turnedIntoDate', 'failedFormula', 'lostDigits', 'garbled', 'notANumberOfDays', 'notSplit', 'legalFormUnknown',
  'isPercentage', 'isTrueOrFalse', 'dayNeeded', 'kindNeeded', 'twoKinds', 'withdrawn', 'inThePast', 'tooFarAhead',
] as const;
export type RuleCode = (typeof ruleCodes)[number];

export interface Problem {
  field: RowField;
  /** What the creditor calls the column; null for the row as a whole. Not a value, but of a file without headings it could be one. */
  column: string | null;
  /** As seen in the file, cut to 80 characters. Personal data: not for logs. */
  value: string;
  rule: RuleCode;
  /** Dutch, says what to do, holds nothing of the value. */
  message: string;
}

export type RowResult = {
  /** CSV: the line where the record starts; XLSX: the sheet's row; JSON: the 1-based number of the element. */
  line: number;
  /** Null when the row has none that can be used. */
  reference: string | null;
  /** The row as it stands in the file, under its headings: to give back. Personal data. */
  given: string[];
} & (
  | {
      ok: true;
      signal: SignalRow;
      /** The normalised content without reference: equal keys mean a duplicate. Personal data: hash before storing. */
      contentKey: string;
    }
  | { ok: false; problems: Problem[] }
);
