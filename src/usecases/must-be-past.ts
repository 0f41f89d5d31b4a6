import { localDate, type Instant, type LocalDate } from '../domain/dates.ts';
import { AppError } from '../errors.ts';

/** What was done was done today or before. @throws AppError invalid-input */
export function mustBePast(field: string, date: LocalDate, at: Instant): void {
  const today = localDate(at);
  if (date > today) throw new AppError('invalid-input', 'De aanvraag klopt niet.', { fields: [{ field, rule: 'not-future', message: `${date} ligt in de toekomst; vandaag is ${today}.` }] });
}
