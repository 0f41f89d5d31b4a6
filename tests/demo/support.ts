import { decreeDays } from '../../src/domain/time/calendar.ts';
import { twentePolicy } from '../../src/domain/planning/policy.ts';
import type { Instant } from '../../src/domain/time/dates.ts';
import { populationOf, type Population } from '../../scripts/demo-past/population.ts';
import { places } from '../../testkit/data/places.ts';

export const populationAt = (now: Instant, seed = 'twente'): Population => populationOf({ seed, now, regionId: 'twente', taskQueue: 'demo', policy: twentePolicy, calendar: { closedDays: [...decreeDays] }, places });
