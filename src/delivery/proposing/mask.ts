/** The form of a value without the value: `0612345678` is `0•••••••••`, `31-12-1980` is `3•-••-••••`. */
import { textOf } from '../cells/text.ts';
import type { Cell } from '../raw-row.ts';

const LONGEST = 40;

export function masked(cell: Cell): string {
  let isFirst = true;
  return textOf(cell)
    .slice(0, LONGEST)
    .replace(/[\p{L}\p{M}\d]/gu, (sign) => {
      const shown = isFirst ? sign : '•';
      isFirst = false;
      return shown;
    });
}

/** A few forms of a column's values, in an order that says nothing of the rows they stand in. */
export function maskedSamples(cells: readonly Cell[], most = 3): string[] {
  const forms = new Map<string, string>();
  for (const cell of cells) {
    const shown = masked(cell);
    const form = shown.replace(/\p{L}/gu, 'a').replace(/\d/g, '0');
    if (shown !== '' && !forms.has(form)) forms.set(form, shown);
    if (forms.size > 50) break;
  }
  return [...forms.values()].sort().slice(0, most);
}
