/** A longer line is no row of a delivery; it is cut, so that a file without line ends cannot fill the memory. */
export const longestLine = 32 * 1024;

export interface Line {
  /** 1 for the first line of the file. */
  number: number;
  /** Without its line end; one character longer than `longestLine` when it was cut. */
  text: string;
}

/** Splits pieces of text into lines that end with LF, CRLF or CR, in any mixture. */
export class LineSplitter {
  #rest = '';
  #number = 0;

  /** The lines that `text` completes. */
  push(text: string): Line[] {
    const joined = this.#rest + text;
    const parts = joined.split(/\r\n|\n|\r(?!$)/); // a CR at the end may be half a CRLF
    this.#rest = cut(parts.pop() ?? '');
    return parts.map((part) => this.#line(part));
  }

  /** The last line, when the file does not end with a line end. */
  end(): Line[] {
    const parts = this.#rest.split('\r');
    this.#rest = '';
    if (parts.at(-1) === '') parts.pop();
    return parts.map((part) => this.#line(part));
  }

  #line(text: string): Line {
    this.#number += 1;
    return { number: this.#number, text: cut(text) };
  }
}

/** Keeps a CR at the end, which `push` still has to judge. */
function cut(text: string): string {
  if (text.length <= longestLine + 1) return text;
  return text.slice(0, longestLine + 1) + (text.endsWith('\r') ? '\r' : '');
}
