/** A client as one should be: it asks again, under the same key, until it has an answer. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Parts } from './parts.ts';

export interface Answer<Body> {
  status: number;
  body: Body;
}

export interface Request {
  account: string;
  method?: 'GET' | 'POST';
  path: string;
  /** JSON, or a file as it is. */
  body?: unknown;
  key?: string;
}

export interface CarefulClient {
  /** The first final answer. @throws Error when there is none within two minutes */
  ask<Body>(request: Request): Promise<Answer<Body>>;
  /** Requests sent until now, repeats not counted. */
  readonly asked: number;
  /** How often it had to ask again, by what it heard. */
  readonly repeats: Readonly<Record<string, number>>;
}

const PATIENCE_MS = 120_000;
const ANSWER_WITHIN_MS = 40_000;
const BETWEEN_MS = 150;

/** What says nothing of the request itself: the same may be asked again. */
const notFinal = new Set([500, 502, 503, 504]);

export function carefulClient({ origin, bearer }: Pick<Parts, 'origin' | 'bearer'>): CarefulClient {
  const repeats: Record<string, number> = {};
  let asked = 0;
  const once = async <Body>({ account, method = 'POST', path, body, key }: Request): Promise<Answer<Body>> => {
    const isFile = Buffer.isBuffer(body);
    const Authorization = await bearer(account);
    const response = await fetch(`${origin}/api/v1${path}`, {
      method,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      headers: { Authorization, 'Content-Type': isFile ? 'text/csv' : 'application/json', ...(key === undefined ? {} : { 'Idempotency-Key': key }) },
      ...(body === undefined ? {} : { body: isFile ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Body };
  };
  return {
    repeats,
    get asked() {
      return asked;
    },
    async ask<Body>(request: Request) {
      asked += 1;
      const end = performance.now() + PATIENCE_MS;
      for (;;) {
        const heard = await once<Body>(request).catch((error: unknown) => (error instanceof Error ? error.name : 'error'));
        if (typeof heard !== 'string' && !notFinal.has(heard.status)) return heard;
        const why = typeof heard === 'string' ? heard : String(heard.status);
        repeats[why] = (repeats[why] ?? 0) + 1;
        if (performance.now() > end) throw new Error(`${request.method ?? 'POST'} ${request.path} got no final answer in ${PATIENCE_MS / 1000} s; the last was ${JSON.stringify(heard)}`);
        await pause(BETWEEN_MS);
      }
    },
  };
}
