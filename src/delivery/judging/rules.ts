import type { LocalDate } from '../../domain/time/dates.ts';
import type { FileStyle } from '../cells/facts.ts';

/** By what a row is judged beside its own cells. */
export interface RowRules {
  /** Nobody is born after this day. */
  receivedOn: LocalDate;
  /** The day that two-digit arrears years are read against. */
  cutOffOn: LocalDate;
  style: FileStyle;
}
