/** Everything that a suite leaves behind, as text, to be searched for what should not be there. */
import type { Client } from '@temporalio/client';
import type { Owner } from '../../testkit/database/database.ts';

/** Every row of every table as text; bytes as hex, and once more as the letters that they would be. */
export async function everythingIn(sql: Owner): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'keys')`;
  const rows: string[] = [];
  for (const { name } of tables) {
    const found = await sql.unsafe(`select t::text as text from ${name} t`);
    for (const { text } of found) rows.push(`${name} ${String(text)}${lettersOf(String(text))}`);
  }
  return rows;
}

function lettersOf(text: string): string {
  const bytes = [...text.matchAll(/\\x([0-9a-f]{2,})/g)].map(([, hex = '']) => Buffer.from(hex, 'hex'));
  return bytes.map((some) => ` ${some.toString('latin1')} ${some.toString('utf8')}`).join('');
}

/** The histories of all runs of a task queue, with what lists show of them: ids, memo, search attributes. Payloads also as what they hold. */
export async function historiesOf(client: Client, taskQueue: string): Promise<string[]> {
  const histories: string[] = [];
  for await (const run of client.workflow.list({ query: `TaskQueue = '${taskQueue}'` })) {
    if (run.taskQueue !== taskQueue) throw new Error(`a run of ${run.taskQueue} was listed`);
    const { workflowId, runId, memo, raw } = run;
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const text = JSON.stringify([workflowId, memo, raw, history], (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    histories.push([text, ...[...text.matchAll(/"data":"([A-Za-z0-9+/=]+)"/g)].map(([, data = '']) => Buffer.from(data, 'base64').toString())].join('\n'));
  }
  return histories;
}
