import { condition } from '@temporalio/workflow';
import { momentOf, type Deadline, type Moment } from '../src/domain/deadlines/deadline.ts';

/** Acts at each moment of a deadline outside a case, at that instant, whatever else the workflow is doing. */
export async function watchDeadline({ deadline, isOver, happen }: { deadline: Deadline; isOver: () => boolean; happen: (moment: Moment) => void }): Promise<void> {
  while (!isOver()) {
    const moment = momentOf(deadline);
    const moved = () => isOver() || momentOf(deadline)?.at !== moment?.at;
    if (moment === null) await condition(moved);
    else if (!(await condition(moved, Math.max(1, Date.parse(moment.at) - Date.now())))) happen(moment);
  }
}
