import type { CaseRecord } from '../src/domain/case/record.ts';
import type { Dependencies } from './dependencies.ts';
import { storeCaseRecord } from '../src/usecases/store-case-record.ts';

/** Stores what a case's workflow decided; the same record twice is stored once. */
export const recordCase =
  ({ sql, mail }: Dependencies) =>
  async (records: CaseRecord[]): Promise<void> => {
    for (const record of records) await mail.dispatch(await storeCaseRecord(sql, record));
  };
