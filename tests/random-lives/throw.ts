/** What chance gives of a life, before it is known what can be done with it. */
import type { ClosedDay } from '../../src/domain/time/calendar.ts';
import type { CasePolicy } from '../../src/domain/planning/policy.ts';

export interface Throw {
  waitMinutes: number;
  what: number;
  who: number;
  /** Each chooses one thing of the data. */
  a: number;
  b: number;
  c: number;
}

export interface RandomLife {
  policy: CasePolicy;
  closed: ClosedDay[];
  dice: Throw[];
}
