/** The form in which a history is kept: the engine's own JSON, gzipped. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { historyFromJSON, historyToJSON, type History } from '@temporalio/common/lib/proto-utils.js';

/** Its events, as the engine's own JSON has them. */
export const asEvents = (history: History): Record<string, unknown>[] => (JSON.parse(historyToJSON(history)) as { events: Record<string, unknown>[] }).events;

export async function packed(history: History): Promise<{ events: number; bytes: number; history: Buffer }> {
  // Serialised again to drop the indentation.
  const json = Buffer.from(JSON.stringify(JSON.parse(historyToJSON(history))));
  return { events: history.events?.length ?? 0, bytes: json.length, history: await promisify(gzip)(json) };
}

export async function unpacked(history: Buffer): Promise<History> {
  return historyFromJSON(JSON.parse((await promisify(gunzip)(history)).toString()));
}
