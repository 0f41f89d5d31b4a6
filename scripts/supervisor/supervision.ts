import { SetupFailure } from '../parts/failure.ts';
import { describeFailure, say } from '../parts/progress.ts';

type Stop = () => Promise<void> | void;

/** Knows which parts are up: notices when one ends by itself, and stops them all in the right order. */
export class Supervision {
  readonly #parts: { stop: Stop; name: string | undefined }[] = [];
  #stopping: Promise<void> | undefined;
  #reportDeath: (failure: SetupFailure) => void = () => undefined;

  /** Rejects when a part ends without having been asked to. */
  readonly death: Promise<never> = new Promise((_, reject) => {
    this.#reportDeath = reject;
  });

  constructor() {
    // Somebody may not be listening yet when the first part dies.
    this.death.catch(() => undefined);
  }

  get isStopping(): boolean {
    return this.#stopping !== undefined;
  }

  /** Adds a part that is up. Parts stop in the reverse order of their start; one with a name is told on the terminal. */
  onStop(stop: Stop, name?: string): void {
    this.#parts.push({ stop, name });
  }

  watch(name: string, ended: Promise<string>, logFile: string): void {
    void ended.then((how) => {
      if (!this.isStopping) {
        this.#reportDeath(new SetupFailure(`${name} ended by itself (${how}). Its log is ${logFile}. Stopping the rest.`));
      }
    });
  }

  /** Stops every part, once. One that fails to stop does not keep the rest. */
  stop(): Promise<void> {
    return (this.#stopping ??= this.#stopAll());
  }

  async #stopAll(): Promise<void> {
    for (const { name, stop } of this.#parts.reverse()) {
      try {
        await stop();
        if (name !== undefined) say(`✓ ${name} stopped`);
      } catch (error) {
        say(`✗ ${name ?? 'A part'} did not stop: ${describeFailure(error)}`);
      }
    }
  }
}
