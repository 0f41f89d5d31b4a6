import { UnreadableDelivery } from '../unreadable.ts';
import { ReaderFailed, ReaderProcess, type FileToRead, type Part } from './process.ts';

/** At the same time, for one worker: each may take some 250 MB. */
const MOST = 2;
const ATTEMPTS = 3;
/** Files come in a few days a month: between them their readers take no memory. */
const IDLE_MS = 10 * 60_000;

/** The processes that read files for this one; each is made when it is first needed, and anew when it was ended. */
export class Readers {
  readonly #patienceMs: number;
  readonly #idle: ReaderProcess[] = [];
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  /** @param patienceMs for a small file: to start, and to read it; a busy machine needs many times what a free one does */
  constructor({ patienceMs = 30_000 } = {}) {
    this.#patienceMs = patienceMs;
  }

  /**
   * What stands in a file. One whose reader fails is tried from the start, three times in all: its rows come again then.
   * @throws UnreadableDelivery, also when every attempt failed
   */
  async *read(file: FileToRead): AsyncGenerator<Part> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        yield* this.#once(file);
        return;
      } catch (error) {
        if (!(error instanceof ReaderFailed)) throw error;
        if (attempt === ATTEMPTS) throw tooMuch(error);
      }
    }
  }

  async *#once(file: FileToRead): AsyncGenerator<Part> {
    await this.#turn();
    const reader = this.#idle.pop() ?? new ReaderProcess();
    let isWhole = false;
    try {
      yield* reader.read(file, this.#patienceMs);
      isWhole = true;
    } catch (error) {
      isWhole = error instanceof UnreadableDelivery;
      throw error;
    } finally {
      if (isWhole && reader.isAlive) this.#keep(reader);
      else reader.end();
      this.#busy -= 1;
      this.#waiting.shift()?.();
    }
  }

  #keep(reader: ReaderProcess): void {
    this.#idle.push(reader);
    setTimeout(() => {
      const at = this.#idle.indexOf(reader);
      if (at < 0) return;
      this.#idle.splice(at, 1);
      reader.end();
    }, IDLE_MS).unref();
  }

  async #turn(): Promise<void> {
    while (this.#busy >= MOST) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#busy += 1;
  }
}

export const readers = new Readers();

const tooMuch = (cause: ReaderFailed) =>
  Object.assign(
    new UnreadableDelivery(
      'too-much',
      'Dit bestand kost meer tijd of geheugen om te lezen dan een bestand met meldingen nodig heeft.',
      'Sla alleen de regels met meldingen op als "CSV UTF-8" en lever dat aan, of splits het bestand en lever de delen na elkaar aan.',
    ),
    { cause },
  );
