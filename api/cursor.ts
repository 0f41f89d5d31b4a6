/** Where a page ended, as an opaque text: a page is found again whatever was added meanwhile. */
import type { z } from 'zod';
import { AppError } from '../src/errors.ts';
import { unstorableIn } from './field-errors.ts';

export const encodeCursor = (position: unknown): string => Buffer.from(JSON.stringify(position)).toString('base64url');

/** @throws AppError invalid-input for a text that is no cursor of this list */
export function decodeCursor<Position>(cursor: string | undefined, schema: z.ZodType<Position>): Position | null {
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

/** Cuts a page out of one row more than its limit, which tells whether there is a next. */
export function pageFrom<Row>(rows: readonly Row[], limit: number, positionOf: (last: Row) => unknown): { rows: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(positionOf(last)) : null };
}
