/** Cells as a spreadsheet takes them, with the separator that its country has: quotes count at the start of a cell only. */
export function csvRecords(csv: string, separator: string): string[][] {
  const records: string[][] = [[]];
  let at = csv.startsWith('\ufeff') ? 1 : 0;
  while (at < csv.length) {
    const { cell, next } = cellAt(csv, at, separator);
    records.at(-1)?.push(cell);
    at = next + 1;
    if (csv[next] !== separator && at < csv.length) records.push([]);
  }
  return records;
}

function cellAt(csv: string, start: number, separator: string): { cell: string; next: number } {
  let cell = '';
  let at = start;
  if (csv[at] === '"') {
    for (at += 1; at < csv.length && !(csv[at] === '"' && csv[at + 1] !== '"'); at += 1) {
      cell += csv[at] ?? '';
      if (csv[at] === '"') at += 1;
    }
    at += 1;
  }
  for (; at < csv.length && csv[at] !== separator && csv[at] !== '\n' && csv[at] !== '\r'; at += 1) cell += csv[at] ?? '';
  return { cell, next: at };
}
