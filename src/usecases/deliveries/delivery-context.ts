import type { DeliveryContext } from '../../delivery/delivery-context.ts';
import { deliveryMappingSchema, type Encoding } from '../../delivery/mapping.ts';
import type { Db } from '../../db/connect.ts';
import { deliveryToRead, postcodesOf } from '../../db/queries/deliveries/processing.ts';
import { localDate } from '../../domain/time/dates.ts';

export async function loadDeliveryContext(sql: Db, deliveryId: string): Promise<DeliveryContext> {
  const { cutOff, encoding, mapping, ...known } = await deliveryToRead(sql, deliveryId);
  return {
    ...known,
    encoding: encoding as Encoding | null,
    receivedOn: localDate(known.receivedAt),
    cutOffOn: localDate(cutOff),
    mapping: deliveryMappingSchema.parse(mapping ?? {}),
    municipalityOf: await municipalitiesByPostcode(sql, known.regionId),
  };
}

export async function municipalitiesByPostcode(sql: Db, regionId: string): Promise<DeliveryContext['municipalityOf']> {
  const ranges = await postcodesOf(sql, regionId);
  return (postcode) => {
    const digits = Number(postcode.slice(0, 4));
    return ranges.find(({ first, last }) => first <= digits && digits <= last)?.code;
  };
}
