/**
 * The process that reads what creditors send: it has no database, no keys and no network to lose, little memory, and can be
 * ended at any moment. It reads one file after the other, as its input tells it to, until that ends.
 */
import { once } from 'node:events';
import { proposeMapping } from '../proposing/propose.ts';
import { readDelivery } from '../read.ts';
import type { RowResult } from '../judging/row.ts';
import { UnreadableDelivery } from '../unreadable.ts';
import type { Answer, Job } from './answers.ts';
import { framesOf, headOf, type Frame } from './frames.ts';

const ROWS_AN_ANSWER = 500;
const LETTERS_AN_ANSWER = 1024 * 1024;

const frames = framesOf(process.stdin);
/** A file is being sent, to its end: also when nobody reads on. */
let isSending = false;

for (let frame = await nextFrame(); frame !== undefined; frame = await nextFrame()) {
  if (frame.kind !== 'job') continue;
  await answer(await outcomeOf(JSON.parse(frame.payload.toString()) as Job));
  await passOver();
}

async function nextFrame(): Promise<Frame | undefined> {
  const next = await frames.next();
  return next.done === true ? undefined : next.value;
}

async function outcomeOf(job: Job): Promise<Answer> {
  try {
    await read(job);
    return { kind: 'done' };
  } catch (error) {
    if (!(error instanceof UnreadableDelivery)) return { kind: 'failed', what: error instanceof Error ? error.name : 'unknown' };
    const { code, message, advice, missingColumns, header } = error;
    return { kind: 'unreadable', code, message, advice, missing: missingColumns, header };
  }
}

async function read(job: Job): Promise<void> {
  if (job.proposes === true) return answer({ kind: 'proposal', proposal: await proposeMapping(bytes, job) });
  const { table, rows } = await readDelivery(bytes, job);
  await answer({ kind: 'table', table });
  let batch: RowResult[] = [];
  let letters = 0;
  for await (const row of rows) {
    batch.push(row);
    for (const text of row.given) letters += text.length;
    if (batch.length < ROWS_AN_ANSWER && letters < LETTERS_AN_ANSWER) continue;
    await answer({ kind: 'rows', rows: batch });
    [batch, letters] = [[], 0];
  }
  if (batch.length > 0) await answer({ kind: 'rows', rows: batch });
}

/** The bytes of the file, sent anew. */
async function* bytes(): AsyncGenerator<Uint8Array> {
  await passOver();
  await answer({ kind: 'send' });
  isSending = true;
  while (isSending) {
    const frame = await nextFrame();
    if (frame?.kind === 'bytes') yield frame.payload;
    else isSending = false;
  }
}

/** What is still to come of a file of which enough is known. */
async function passOver(): Promise<void> {
  while (isSending) isSending = (await nextFrame())?.kind === 'bytes';
}

async function answer(what: Answer): Promise<void> {
  const payload = Buffer.from(JSON.stringify(what));
  process.stdout.write(headOf('answer', payload.length));
  if (!process.stdout.write(payload)) await once(process.stdout, 'drain');
}
