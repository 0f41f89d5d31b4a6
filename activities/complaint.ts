import type { ComplaintRecord } from '../src/db/rows/complaint.ts';
import { storeComplaint } from '../src/usecases/complaints/store-complaint.ts';
import type { Dependencies } from './dependencies.ts';

/** The activity of the workflow of a complaint; it can be repeated without harm. */
export function complaintActivities({ sql, mail }: Dependencies) {
  return { storeComplaint: async (record: ComplaintRecord): Promise<void> => mail.dispatch(await storeComplaint(sql, record)) };
}
