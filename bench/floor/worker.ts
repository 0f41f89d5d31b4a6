/** A worker for the floor's workflows, with the settings of ours: `node --import tsx bench/floor/worker.ts <task queue>`. */
import { fileURLToPath } from 'node:url';
import { NativeConnection, Worker } from '@temporalio/worker';
import { connect } from '../../src/db/connect.ts';
import { floorActivities } from './activities.ts';

const [taskQueue = '', address = '', databaseUrl = ''] = process.argv.slice(2);
const sql = connect(databaseUrl, { max: 20 });
await sql`create table if not exists bench_rows (id bigint generated always as identity primary key, at timestamptz not null)`;
const connection = await NativeConnection.connect({ address });
const worker = await Worker.create({
  connection,
  taskQueue,
  workflowsPath: fileURLToPath(new URL('./workflows.ts', import.meta.url)),
  activities: floorActivities(sql),
  stickyQueueScheduleToStartTimeout: '1s',
});
await worker.run();
await Promise.all([sql.end(), connection.close()]);
