import { textOf } from '../../src/process/xml.ts';

/**
 * A table whose rows become cards on a narrow screen, each cell then under its own heading. The roles are written out:
 * a table that a style sheet lays out otherwise is no table to a screen reader any more.
 */
export function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((text) => `<th role="columnheader" scope="col">${textOf(text)}</th>`).join('');
  const body = rows.map((cells) => `<tr role="row">${cells.map((text, index) => cell(heads[index] ?? '', text, index === 0)).join('')}</tr>`).join('\n');
  return `<table role="table"><caption>${textOf(caption)}</caption><thead role="rowgroup"><tr role="row">${head}</tr></thead>\n<tbody role="rowgroup">${body}</tbody></table>\n`;
}

function cell(head: string, text: string, first: boolean): string {
  if (first) return `<th role="rowheader" scope="row">${textOf(text)}</th>`;
  return `<td role="cell"><span class="head" aria-hidden="true">${textOf(head)}: </span>${textOf(text)}</td>`;
}
