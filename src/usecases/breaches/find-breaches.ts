import type { Sql } from '../../db/connect.ts';
import { findMissedDeliveries, findUnansweredRechecks, noteLateDeliveries } from '../../db/queries/breaches/finding.ts';
import type { Instant } from '../../domain/time/dates.ts';

/** How many breaches were new, and how many missing deliveries came after all. */
export interface Found {
  deliveries: number;
  reChecks: number;
  late: number;
}

/** Finds what creditors did not do as agreed; what was found before is left as people have it. Found twice it is there once. */
export function findBreaches(sql: Sql, at: Instant): Promise<Found> {
  return sql.begin(async (tx) => {
    const deliveries = (await findMissedDeliveries(tx, at)).length;
    const reChecks = (await findUnansweredRechecks(tx, at)).length;
    return { deliveries, reChecks, late: await noteLateDeliveries(tx) };
  });
}
