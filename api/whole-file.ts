/** A small file that is sent as a body, in memory. */
import type { Request } from 'express';
import { AppError } from '../src/errors.ts';

/** @param tooLarge what is said of a larger one @throws AppError too-large */
export async function wholeFile(request: Request, largestBytes: number, tooLarge: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > largestBytes) throw new AppError('too-large', tooLarge);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** A table as CSV. @throws AppError too-large, unsupported-media-type */
export function wholeTable(request: Request, largestMb: number): Promise<Buffer> {
  if (request.is('text/csv') === false) throw new AppError('unsupported-media-type', 'Stuur het bestand met Content-Type: text/csv.');
  return wholeFile(request, largestMb * 1024 * 1024, `Een lijst mag hooguit ${largestMb} MB zijn; verdeel haar over meer bestanden.`);
}
