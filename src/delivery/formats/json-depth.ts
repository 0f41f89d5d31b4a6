/** No delivery nests its signals deeper than this; what is nested deep costs a stack. */
const DEEPEST = 30;

/** Counts how deep a JSON text is nested as it arrives, strings left out. */
export class JsonDepth {
  #depth = 0;
  #inString = false;
  #escaped = false;

  /** False once it is too deep. */
  allows(piece: string): boolean {
    for (let at = 0; at < piece.length; at += 1) {
      const letter = piece.charCodeAt(at);
      if (this.#inString) this.#withinString(letter);
      else if (letter === 0x22) this.#inString = true;
      else if (letter === 0x5b || letter === 0x7b) this.#depth += 1;
      else if (letter === 0x5d || letter === 0x7d) this.#depth -= 1;
      // A line of its own that is no JSON, as NDJSON may have, says nothing of the next.
      else if (letter === 0x0a && this.#depth < 0) this.#depth = 0;
      if (this.#depth > DEEPEST) return false;
    }
    return true;
  }

  #withinString(letter: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (letter === 0x5c) this.#escaped = true;
    else if (letter === 0x22) this.#inString = false;
  }
}
