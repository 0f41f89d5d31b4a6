import type { Db } from '../db/connect.ts';
import type { LocalDate } from '../domain/dates.ts';
import { localDate } from '../domain/dates.ts';
import { deliveryMappingSchema, type DeliveryMapping, type Encoding } from './mapping.ts';

/** What must be known of a delivery to read and store its rows. */
export interface DeliveryContext {
  id: string;
  creditorId: string;
  kind: string;
  roundId: string;
  regionId: string;
  month: string;
  format: 'csv' | 'json' | 'xlsx';
  encoding: Encoding | null;
  receivedAt: string;
  receivedOn: LocalDate;
  cutOffOn: LocalDate;
  mapping: DeliveryMapping;
  /** The municipality of a postcode's four digits; undefined outside the region. */
  municipalityOf: (postcode: string) => string | undefined;
}

export async function loadDeliveryContext(sql: Db, deliveryId: string): Promise<DeliveryContext> {
  const [row] = await sql<Row[]>`
    select d.id, d.creditor_id, c.kind, d.round_id, r.region_id, r.month, r.cut_off, d.format, d.encoding, d.received_at,
      (select mapping from agreements a where a.creditor_id = d.creditor_id and a.valid_from <= d.received_at::date
         and coalesce(a.valid_to, 'infinity') >= d.received_at::date order by a.valid_from desc limit 1) as mapping
    from deliveries d join creditors c on c.id = d.creditor_id join rounds r on r.id = d.round_id
    where d.id = ${deliveryId}`;
  if (row === undefined) throw new Error(`no delivery ${deliveryId}`);
  const { cutOff, ...known } = row;
  return {
    ...known,
    receivedOn: localDate(known.receivedAt),
    cutOffOn: localDate(cutOff),
    mapping: deliveryMappingSchema.parse(known.mapping ?? {}),
    municipalityOf: await municipalitiesByPostcode(sql, known.regionId),
  };
}

type Row = Omit<DeliveryContext, 'receivedOn' | 'cutOffOn' | 'municipalityOf' | 'mapping'> & { cutOff: string; mapping: unknown };

async function municipalitiesByPostcode(sql: Db, regionId: string): Promise<DeliveryContext['municipalityOf']> {
  const ranges = await sql<{ code: string; first: number; last: number }[]>`
    select municipality_code as code, first, last from municipality_postcodes
    join municipalities on code = municipality_code where region_id = ${regionId}`;
  return (postcode) => {
    const digits = Number(postcode.slice(0, 4));
    return ranges.find(({ first, last }) => first <= digits && digits <= last)?.code;
  };
}
