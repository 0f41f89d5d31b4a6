/** Calendar and policies as they stand. */
import type { Sql } from '../../db/connect.ts';
import { listClosedDays } from '../../db/queries/planning/closed-days.ts';
import { listPolicies, type PolicyVersion } from '../../db/queries/planning/policies.ts';
import { localDate } from '../../domain/time/dates.ts';

/** Beside the statutory holidays, in order. */
export const readClosedDays = (sql: Sql): ReturnType<typeof listClosedDays> => listClosedDays(sql);

/** Every version of every policy, the newest first, and whether it is in force today. */
export const readPolicies = (sql: Sql): Promise<PolicyVersion[]> => listPolicies(sql, localDate(new Date().toISOString()));
