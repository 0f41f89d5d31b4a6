/** A page as its reader has it: tables by their caption, cells by their heading, words without markup. */
import { parseHTML } from 'linkedom';

/** The little of the DOM that tests read. */
interface Element {
  readonly textContent: string | null;
  readonly attributes: Iterable<{ name: string; value: string }>;
  getAttribute(name: string): string | null;
  querySelector(selector: string): Element | null;
  querySelectorAll(selector: string): Iterable<Element>;
}

export interface Page {
  language: string | null;
  title: string;
  /** All that is read aloud, with single spaces. */
  text: string;
  /** The rows of the table with this caption, each by the headings of its columns. @throws Error when there is no such table */
  table(caption: string): Record<string, string>[];
  /** The text of every element that the selector finds. */
  texts(selector: string): string[];
  /** This attribute of every element that the selector finds. */
  values(selector: string, attribute: string): string[];
  /** Scripts that are not files of ours, styles, event handlers and addresses on other hosts: what our pages must not hold. */
  forbidden(): string[];
}

export function readPage(html: string): Page {
  const { document } = parseHTML(html) as unknown as { document: Element };
  const all = (selector: string): Element[] => [...document.querySelectorAll(selector)];
  return {
    language: document.querySelector('html')?.getAttribute('lang') ?? null,
    title: wordsOf(document.querySelector('title')),
    text: wordsOf(document.querySelector('body')),
    table(caption) {
      const found = all('table').find((table) => wordsOf(table.querySelector('caption')) === caption);
      if (found === undefined) throw new Error(`no table "${caption}"; there are ${all('caption').map(wordsOf).join(', ')}`);
      const headings = [...found.querySelectorAll('thead th')].map(wordsOf);
      return [...found.querySelectorAll('tbody tr')].map((row) => Object.fromEntries([...row.querySelectorAll('th, td')].map((cell, index) => [headings[index] ?? '', wordsOf(cell)])));
    },
    texts: (selector) => all(selector).map(wordsOf),
    values: (selector, attribute) => all(selector).flatMap((element) => element.getAttribute(attribute) ?? []),
    forbidden: () => all('*').flatMap(forbiddenOf),
  };
}

/** What is hidden from screen readers repeats something for the eye. */
function wordsOf(element: Element | null): string {
  let text = element?.textContent ?? '';
  for (const hidden of element?.querySelectorAll('[aria-hidden="true"]') ?? []) text = text.replace(hidden.textContent ?? '', '');
  return text.replace(/\s+/g, ' ').trim();
}

function forbiddenOf(element: Element & { localName?: string }): string[] {
  const name = element.localName ?? '';
  // A module of our own, named by its address, is what the policy lets in.
  const isOurs = name === 'script' && /^\/assets\//.test(element.getAttribute('src') ?? '') && element.textContent === '';
  const tags = ['script', 'style', 'iframe', 'object'].includes(name) && !isOurs ? [name] : [];
  const attributes = [...element.attributes].filter(({ name: attribute, value }) => attribute === 'style' || attribute.startsWith('on') || (['src', 'href', 'action'].includes(attribute) && /^(?:[a-z]+:)?\/\//i.test(value)));
  return [...tags, ...attributes.map((attribute) => `${name} ${attribute.name}="${attribute.value}"`)];
}
