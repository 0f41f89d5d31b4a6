import { escaped } from '../../src/render/escape.ts';

/**
 * A table whose rows become cards on a narrow screen, with each cell under its own heading. The ARIA roles are written out, because
 * screen readers no longer see a table when a style sheet changes its layout.
 */
export function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((text) => `<th role="columnheader" scope="col">${escaped(text)}</th>`).join('');
  const body = rows.map((cells) => `<tr role="row">${cells.map((text, index) => cell(heads[index] ?? '', text, index === 0)).join('')}</tr>`).join('\n');
  return `<table role="table"><caption>${escaped(caption)}</caption><thead role="rowgroup"><tr role="row">${head}</tr></thead>\n<tbody role="rowgroup">${body}</tbody></table>\n`;
}

function cell(head: string, text: string, first: boolean): string {
  if (first) return `<th role="rowheader" scope="row">${escaped(text)}</th>`;
  return `<td role="cell"><span class="head" aria-hidden="true">${escaped(head)}: </span>${escaped(text)}</td>`;
}
