/** The content of a mail, from which one layout makes both text and HTML. */
export type Block =
  | { kind: 'paragraph'; text: string }
  | { kind: 'heading'; text: string }
  | { kind: 'list'; items: readonly string[] }
  | { kind: 'facts'; facts: readonly (readonly [name: string, value: string])[] }
  | { kind: 'link'; text: string; url: string };

export interface Content {
  /** Without anything about a person: subjects are shown on locked screens and kept in logs of mail servers. */
  subject: string;
  blocks: readonly Block[];
}

export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
export const heading = (text: string): Block => ({ kind: 'heading', text });
export const list = (items: readonly string[]): Block => ({ kind: 'list', items });
export const facts = (...pairs: (readonly [string, string])[]): Block => ({ kind: 'facts', facts: pairs });
export const link = (text: string, url: string): Block => ({ kind: 'link', text, url });
