import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Proposal } from '../proposing/propose.ts';
import type { TableFound } from '../read.ts';
import type { RowResult } from '../judging/row.ts';
import { UnreadableDelivery } from '../unreadable.ts';
import type { Answer, Job } from './answers.ts';
import { Sender } from './sender.ts';
import { framesOf, headOf, type Frame, type FrameKind } from './frames.ts';

/** Of what it keeps; a workbook of 10 MB is held in less. */
const HEAP_MB = 192;
/** What it may take longer for each megabyte of the file. */
const PATIENCE_MB_MS = 2_000;

const root = fileURLToPath(new URL('../../..', import.meta.url));
const program = ['--max-old-space-size=' + String(HEAP_MB), '--import', 'tsx', 'src/delivery/reader/main.ts'];

/** The reader was ended for its time or memory, or ended by itself. */
export class ReaderFailed extends Error {
  override readonly name = 'ReaderFailed';
}

export interface FileToRead {
  job: Job;
  /** Its bytes from the start, each time it is called. */
  source: () => AsyncIterable<Uint8Array>;
  bytes: number;
}

export type Part = { table: TableFound } | { rows: RowResult[] } | { proposal: Proposal };

/** One process that reads files, one at a time. */
export class ReaderProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: AsyncIterator<Frame, void>;
  readonly #exited: Promise<unknown>;

  constructor() {
    // No setting of ours: what reads a stranger's file must not know where the database is.
    this.#child = spawn(process.execPath, program, { cwd: root, env: { NODE_ENV: 'production' }, stdio: ['pipe', 'pipe', 'ignore'] });
    this.#child.stdin.on('error', () => undefined);
    this.#exited = new Promise((resolve) => this.#child.once('exit', resolve).once('error', resolve));
    this.#answers = framesOf(this.#child.stdout);
    // Nothing waits for it: a worker that has no file to read can end.
    unrefAll(this.#child);
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }

  /**
   * What stands in a file, as it is asked for.
   * @throws UnreadableDelivery; ReaderFailed when it took more time or memory than a file may; what the source throws
   */
  async *read({ job, source, bytes }: FileToRead, patienceMs: number): AsyncGenerator<Part> {
    let leftMs = patienceMs + (PATIENCE_MB_MS * bytes) / (1024 * 1024);
    await this.#write('job', Buffer.from(JSON.stringify(job)));
    const sender = new Sender(source, (kind, payload) => this.#write(kind, payload), () => this.end());
    try {
      for (;;) {
        const asked = performance.now();
        const answer = await this.#answerWithin(leftMs).catch((error: unknown) => sender.failureOr(error));
        leftMs -= performance.now() - asked;
        if (answer.kind === 'table' || answer.kind === 'rows' || answer.kind === 'proposal') yield answer;
        else if (answer.kind === 'send') await sender.start();
        else return await sender.stop().then(() => ended(answer));
      }
    } finally {
      sender.abort();
    }
  }

  async #answerWithin(ms: number): Promise<Answer> {
    let late: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      late = setTimeout(() => reject(new ReaderFailed('took too long')), Math.max(0, ms));
    });
    try {
      const next = await Promise.race([this.#answers.next(), tooLate]);
      if (next.done === true) throw new ReaderFailed('ended');
      return JSON.parse(next.value.payload.toString()) as Answer;
    } finally {
      clearTimeout(late);
    }
  }

  async #write(kind: FrameKind, payload: Uint8Array): Promise<void> {
    this.#child.stdin.write(headOf(kind, payload.length));
    if (this.#child.stdin.write(payload) || !this.isAlive) return;
    await Promise.race([once(this.#child.stdin, 'drain'), this.#exited]);
  }
}

function unrefAll(child: ChildProcess): void {
  child.unref();
  for (const stream of [child.stdin, child.stdout]) (stream as unknown as { unref?: () => void }).unref?.();
}

/** The last answer about a file. @throws UnreadableDelivery, ReaderFailed */
function ended(answer: Extract<Answer, { kind: 'unreadable' | 'failed' | 'done' }>): void {
  if (answer.kind === 'failed') throw new ReaderFailed(answer.what);
  if (answer.kind === 'unreadable') throw new UnreadableDelivery(answer.code, answer.message, answer.advice, { missing: answer.missing, header: answer.header });
}
