import type { DeliveryToRead } from '../db/queries/deliveries/processing.ts';
import type { LocalDate } from '../domain/time/dates.ts';
import type { DeliveryMapping, Encoding } from './mapping.ts';

/** What must be known of a delivery to read and store its rows. */
export interface DeliveryContext extends Omit<DeliveryToRead, 'cutOff' | 'encoding' | 'mapping'> {
  encoding: Encoding | null;
  receivedOn: LocalDate;
  cutOffOn: LocalDate;
  mapping: DeliveryMapping;
  /** The municipality of a postcode's four digits; undefined outside the region. */
  municipalityOf: (postcode: string) => string | undefined;
}
