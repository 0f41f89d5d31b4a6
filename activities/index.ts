import { closeDelivery, placeDelivery, storeRows } from './deliver.ts';
import type { Dependencies } from './dependencies.ts';
import { recordCase } from './record-case.ts';
import { roundActivities } from './round.ts';
import { sendMail } from './send-mail.ts';

/** All activities of the worker, with what they need. */
export function createActivities(dependencies: Dependencies) {
  return {
    recordCase: recordCase(dependencies),
    ...roundActivities(dependencies),
    storeRows: storeRows(dependencies),
    placeDelivery: placeDelivery(dependencies),
    closeDelivery: closeDelivery(dependencies),
    sendMail: sendMail(dependencies),
  };
}

export type Activities = ReturnType<typeof createActivities>;
