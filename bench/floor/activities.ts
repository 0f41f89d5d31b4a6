import type { Sql } from '../../src/db/connect.ts';

export type FloorActivities = ReturnType<typeof floorActivities>;

export const floorActivities = (sql: Sql) => ({
  async insertRow(): Promise<void> {
    await sql`insert into bench_rows (at) values (now())`;
  },
});
