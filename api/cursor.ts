/** The position where a page ended, as an opaque text: the next page follows it even when rows were added meanwhile. */
import type { z } from 'zod';
import { AppError } from '../src/errors.ts';
import type { Page, PageAsked } from '../src/paging.ts';
import { unstorableIn } from './field-errors.ts';
import { ok } from './route.ts';
import type { Reply } from './spec.ts';

export const encodeCursor = (position: unknown): string => Buffer.from(JSON.stringify(position)).toString('base64url');

/** A page as it is answered, with the cursor of the next. @throws AppError invalid-input for a text that is no cursor of this list */
export async function paged<Position>({ limit, cursor }: { limit: number; cursor?: string | undefined }, position: z.ZodType<Position>, read: (asked: PageAsked<Position>) => Promise<Page<unknown, Position>>): Promise<Reply> {
  const { items, next } = await read({ after: decodeCursor(cursor, position), limit });
  return ok({ items, nextCursor: next === null ? null : encodeCursor(next) });
}

function decodeCursor<Position>(cursor: string | undefined, schema: z.ZodType<Position>): Position | null {
  if (cursor === undefined) return null;
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (unstorableIn(position).length > 0) throw new RangeError('no text of ours');
    return schema.parse(position);
  } catch (cause) {
    const field = { field: 'query.cursor', rule: 'cursor', message: 'Begin bij de eerste pagina: laat cursor weg, of neem nextCursor van de vorige pagina met dezelfde volgorde.' };
    throw new AppError('invalid-input', 'Deze cursor hoort niet bij deze lijst.', { fields: [field], cause });
  }
}
