/** The content of a printed letter or report; web/paper/paper.ts draws it. */
export type PaperBlock =
  | { kind: 'heading'; level: 2 | 3; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; items: readonly string[] }
  | { kind: 'facts'; facts: readonly (readonly [name: string, value: string])[] }
  | { kind: 'table'; caption: string; heads: readonly string[]; rows: readonly (readonly string[])[] };

export interface Paper {
  title: string;
  /** Above the title: from whom, to whom, when. */
  head: readonly (readonly string[])[];
  blocks: readonly PaperBlock[];
}

export const heading = (text: string, level: 2 | 3 = 2): PaperBlock => ({ kind: 'heading', level, text });
export const paragraph = (text: string): PaperBlock => ({ kind: 'paragraph', text });
export const list = (items: readonly string[]): PaperBlock => ({ kind: 'list', items });
/** Those without a value are left out. */
export const facts = (...pairs: (readonly [string, string | null])[]): PaperBlock => ({ kind: 'facts', facts: pairs.filter((pair): pair is readonly [string, string] => pair[1] !== null && pair[1] !== '') });
export const table = (caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): PaperBlock[] => (rows.length === 0 ? [] : [{ kind: 'table', caption, heads, rows }]);
