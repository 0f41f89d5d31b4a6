import { localDate, type Instant, type LocalDate } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';

/** What was done was done today or before. @throws AppError invalid-input */
export function mustBePast(field: string, date: LocalDate, at: Instant): void {
  if (date > localDate(at)) throw new AppError('invalid-input', 'De aanvraag klopt niet.', { fields: [{ field, rule: 'not-future', message: 'Deze dag ligt in de toekomst; kies vandaag of eerder.' }] });
}
