/** Reading lists a page at a time: the request for a page, and the page. */

export interface PageAsked<Position> {
  /** Where the page before ended; null for the first. */
  after: Position | null;
  limit: number;
}

export interface Page<Item, Position> {
  items: Item[];
  /** Where this page ended; null on the last. */
  next: Position | null;
}

/** Reads one row more than the page holds, which tells whether there is a next. */
export async function onePage<Row, Position>({ after, limit }: PageAsked<Position>, read: (asked: PageAsked<Position>) => Promise<readonly Row[]>, positionOf: (last: Row) => Position): Promise<Page<Row, Position>> {
  const rows = await read({ after, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? positionOf(last) : null };
}

/** The same page with each item in the form that is shown. */
export const shownAs = <Row, Item, Position>({ items, next }: Page<Row, Position>, view: (row: Row) => Item): Page<Item, Position> => ({ items: items.map(view), next });
