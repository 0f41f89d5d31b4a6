/**
 * Rows one by one. The next page is asked for only when the page before has been read: between two pages nothing is held in
 * Postgres, however slow the reader is.
 * @param pageAfter the rows after one, in a fixed order; the first ones for null
 */
export async function* inPages<Row>(limit: number, pageAfter: (last: Row | null, limit: number) => PromiseLike<readonly Row[]>): AsyncGenerator<Row> {
  let last: Row | null = null;
  for (;;) {
    const page: readonly Row[] = await pageAfter(last, limit);
    yield* page;
    if (page.length < limit) return;
    last = page.at(-1) ?? null;
  }
}
