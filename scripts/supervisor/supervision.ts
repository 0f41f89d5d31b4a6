import { setTimeout as pause } from 'node:timers/promises';
import { SetupFailure } from '../parts/failure.ts';
import { describeFailure, say } from '../parts/progress.ts';
import type { Patience } from './patience.ts';

const WORK_ENDS_WITHIN_MS = 15_000;

/** Resolves when the part has stopped, to false when there was nothing to stop. */
type Stop = () => unknown;

/** Keeps a list of the parts, hears when one keeps ending, and stops all of them in the right order. */
export class Supervision {
  readonly #parts: { stop: Stop; name: string | undefined }[] = [];
  #stopping: Promise<void> | undefined;
  /** Reports that a part keeps ending. */
  giveUp: (failure: SetupFailure) => void = () => undefined;

  /** Rejects when a part keeps ending. */
  readonly givenUp: Promise<never> = new Promise((_, reject) => {
    this.giveUp = reject;
  });
  readonly patience: Patience;

  constructor(patience: Patience) {
    this.patience = patience;
    // It may reject before anybody awaits it.
    this.givenUp.catch(() => undefined);
  }

  get isStopping(): boolean {
    return this.#stopping !== undefined;
  }

  /** @throws SetupFailure when everything is being stopped, so that nothing else is started */
  requireGoingOn(): void {
    if (this.isStopping) throw new SetupFailure('Everything is being stopped.');
  }

  /** Adds a part. Parts stop in the reverse of the order in which they were added; stopping a part with a name is printed. */
  onStop(stop: Stop, name?: string): void {
    this.#parts.push({ stop, name });
  }

  /** Adds work that needs the parts added so far: stopping waits for it, up to a limit. */
  during<Result>(work: Promise<Result>): Promise<Result> {
    this.onStop(() => Promise.race([work.catch(() => undefined), pause(WORK_ENDS_WITHIN_MS)]));
    return work;
  }

  /** Stops every part, once. A part that fails to stop does not keep the others from stopping. */
  stop(): Promise<void> {
    return (this.#stopping ??= this.#stopAll());
  }

  async #stopAll(): Promise<void> {
    for (const { name, stop } of this.#parts.reverse()) {
      try {
        const wasUp = await stop();
        if (name !== undefined && wasUp !== false) say(`✓ ${name} stopped`);
      } catch (error) {
        say(`✗ ${name ?? 'A part'} did not stop: ${describeFailure(error)}`);
      }
    }
  }
}
