import type { FrameKind } from './frames.ts';

type Write = (kind: FrameKind, payload: Uint8Array) => Promise<void>;

/** Sends a file to its reader, from the start each time that it asks for it. */
export class Sender {
  readonly #source: () => AsyncIterable<Uint8Array>;
  readonly #write: Write;
  readonly #onFailure: () => void;
  #turn = 0;
  #sending: Promise<void> = Promise.resolve();
  #failure: { error: unknown } | undefined;

  constructor(source: () => AsyncIterable<Uint8Array>, write: Write, onFailure: () => void) {
    this.#source = source;
    this.#write = write;
    this.#onFailure = onFailure;
  }

  async start(): Promise<void> {
    await this.stop();
    this.#turn += 1;
    this.#sending = this.#send(this.#turn).catch((error: unknown) => {
      this.#failure = { error };
      this.#onFailure();
    });
  }

  /** Until the reader knows that no more comes. */
  async stop(): Promise<void> {
    this.abort();
    await this.#sending;
  }

  abort(): void {
    this.#turn += 1;
  }

  /** A source that broke explains why its reader was ended. @throws always */
  failureOr(error: unknown): never {
    throw this.#failure === undefined ? error : this.#failure.error;
  }

  async #send(turn: number): Promise<void> {
    for await (const piece of this.#source()) {
      if (this.#turn !== turn) break;
      await this.#write('bytes', piece);
    }
    await this.#write('end', Buffer.alloc(0));
  }
}
