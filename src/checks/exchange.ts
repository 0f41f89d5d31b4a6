/** One question over HTTP and its answer, with limits on time and size. What fails is told by a code alone: an address may hold a question. */
import type { z } from 'zod';
import { CheckFailed } from './adapter.ts';

export interface Asked {
  method: 'GET' | 'POST';
  url: URL;
  headers: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** The whole exchange. */
  timeoutMs: number;
}

const LARGEST_BYTES = 1024 * 1024;
/** Whoever asks to be left alone for longer is asked again after this. */
const LONGEST_PAUSE_MS = 3_600_000;

/**
 * @param schema what is needed of the answer; what it has beyond that is passed over
 * @throws CheckFailed
 */
export async function exchange<Schema extends z.ZodType>({ method, url, headers, body, timeoutMs }: Asked, schema: Schema, signal: AbortSignal): Promise<z.output<Schema>> {
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const text = await sent(url, { method, headers: { Accept: 'application/json', ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }), redirect: 'error', signal: inTime });
  const read = schema.safeParse(parsed(text));
  if (!read.success) throw new CheckFailed('other-form', { part: read.error.issues[0]?.path.join('.') ?? '' });
  return read.data;
}

async function sent(url: URL, init: RequestInit & { signal: AbortSignal }): Promise<string> {
  try {
    const response = await fetch(url, init);
    if (!response.ok) {
      await response.body?.cancel();
      throw failureOf(response);
    }
    return await textOf(response);
  } catch (error) {
    if (error instanceof CheckFailed) throw error;
    throw new CheckFailed(init.signal.aborted ? 'slow' : 'away');
  }
}

/** What a redirect leads to is not the service that was set up, and gets no secret: it counts as away. */
function failureOf({ status, headers }: Response): CheckFailed {
  const retryAfterMs = pauseOf(headers.get('retry-after'));
  if (status === 429) return new CheckFailed('busy', { retryAfterMs });
  if (status === 401 || status === 403 || status === 407) return new CheckFailed('not-allowed');
  // 404: the address of the service is wrong, or moved. 408, 425: come back later.
  if ([404, 405, 408, 410, 425].includes(status)) return new CheckFailed('failing', { retryAfterMs });
  return status >= 400 && status < 500 ? new CheckFailed('not-understood') : new CheckFailed('failing', { retryAfterMs });
}

/** Seconds, or a day of HTTP (RFC 9110, 10.2.3). */
function pauseOf(text: string | null): number | undefined {
  if (text === null) return undefined;
  const wanted = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(wanted) ? Math.min(Math.max(wanted, 0), LONGEST_PAUSE_MS) : undefined;
}

async function textOf(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  // Ends the connection when it is left early.
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += piece.length;
    if (bytes > LARGEST_BYTES) throw new CheckFailed('too-large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CheckFailed('no-json');
  }
}
