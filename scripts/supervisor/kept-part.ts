import { setTimeout as pause } from 'node:timers/promises';
import { SetupFailure } from '../parts/failure.ts';
import { describeFailure, say, step } from '../parts/progress.ts';
import type { Supervision } from './supervision.ts';

/** A process that was started. */
export interface Running {
  /** Resolves when the process has ended, wanted or not, to words that say how. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

export interface Part {
  readonly name: string;
  readonly logFile: string;
  /** Work before the first start that stopping does not wait for, such as fetching the program. */
  fetch?(): Promise<void>;
  /**
   * Starts it and returns when it is ready; calls `hold` as soon as there is a process that can be stopped.
   * @throws SetupFailure when it does not become ready
   */
  start(hold: (running: Running) => void): Promise<void>;
}

/**
 * Starts a part and waits until it is ready. From then on it is started again, with a message, whenever it ends by itself;
 * a part that keeps ending stops the whole system.
 * @throws SetupFailure when the first start fails, or everything was stopped meanwhile
 */
export async function startPart(part: Part, supervision: Supervision): Promise<void> {
  const kept = new KeptPart(part, supervision);
  // Registered now and not when it is ready: parts that start at the same time are stopped in the reverse order of these calls.
  supervision.onStop(() => kept.stop(), part.name);
  await step(`${part.name} ready`, async () => {
    await part.fetch?.();
    await kept.start();
  });
  supervision.requireGoingOn();
  void kept.keepUp();
}

class KeptPart {
  #starting: Promise<void> = Promise.resolve();
  #running: Running | undefined;
  #upSince = 0;
  readonly #part: Part;
  readonly #supervision: Supervision;

  constructor(part: Part, supervision: Supervision) {
    this.#part = part;
    this.#supervision = supervision;
  }

  async start(): Promise<void> {
    this.#supervision.requireGoingOn();
    this.#starting = this.#part.start((running) => {
      this.#running = running;
    });
    await this.#starting;
    this.#upSince = performance.now();
  }

  /** @returns whether there was anything to stop */
  async stop(): Promise<boolean> {
    // A process that is not ready yet ends at once; a start without a process yet is waited for.
    await this.#running?.stop();
    await this.#starting.catch(() => undefined);
    await this.#running?.stop();
    return this.#running !== undefined;
  }

  async keepUp(): Promise<void> {
    const { pausesMs, steadyMs } = this.#supervision.patience;
    let why = await this.#end();
    for (let again = 0; !this.#supervision.isStopping; again += 1) {
      if (performance.now() - this.#upSince >= steadyMs) again = 0;
      const pauseMs = pausesMs[again];
      if (pauseMs === undefined) return this.#supervision.giveUp(new SetupFailure(`${why}\n${this.#part.name} does not stay up: it was started again ${again} times in a row. Stopping the rest.`));
      say(`✗ ${why}\n  Starting it again${pauseMs === 0 ? '' : ` in ${pauseMs / 1000} s`} …`);
      await pause(pauseMs);
      why = await this.#anotherLife(why);
    }
  }

  /** @returns why the part ended; `before` when everything was stopped meanwhile */
  async #anotherLife(before: string): Promise<string> {
    if (this.#supervision.isStopping) return before;
    try {
      await step(`${this.#part.name} up again`, () => this.start());
    } catch (error) {
      await this.#running?.stop();
      return describeFailure(error);
    }
    return this.#end();
  }

  async #end(): Promise<string> {
    const how = (await this.#running?.ended) ?? 'it never ran';
    return `${this.#part.name} ended by itself (${how}). Its log is ${this.#part.logFile}.`;
  }
}
