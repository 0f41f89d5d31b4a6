/** One message over HTTP: no redirect is followed, no answer is read, and no name leads into our own network. */
import { lookup as resolve, type LookupAddress } from 'node:dns';
import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isPublicAddress, wrongWith } from './addresses.ts';

export interface Posted {
  /** Of the answer; null when there was none. */
  status: number | null;
  /** A code: why there was none. */
  failure: string | null;
}

interface Sent {
  headers: Record<string, string>;
  body: string;
  toPrivate: boolean;
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

export async function post(url: string, { headers, body, toPrivate, timeoutMs = TIMEOUT_MS }: Sent): Promise<Posted> {
  if (wrongWith(url, { toPrivate }) !== null) return { status: null, failure: 'refused-address' };
  const send = url.startsWith('https:') ? overHttps : overHttp;
  return new Promise((settle) => {
    const lasts = AbortSignal.timeout(timeoutMs);
    const asked = send(url, {
      method: 'POST',
      agent: false,
      headers: { ...headers, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), 'User-Agent': 'vroegsignalering-webhooks' },
      signal: lasts,
      ...(toPrivate ? {} : { lookup: publicOnly }),
    });
    asked.on('response', (answer) => {
      // Its status is all that counts: what else it says is neither read nor waited for.
      settle({ status: answer.statusCode ?? null, failure: null });
      answer.destroy();
    });
    asked.on('error', (error: NodeJS.ErrnoException) => settle({ status: null, failure: lasts.aborted ? 'no-answer' : error.code === NOT_PUBLIC ? 'refused-address' : (error.code ?? 'broken-off').toLowerCase() }));
    asked.end(body);
  });
}

const NOT_PUBLIC = 'ENOTPUBLIC';

/** Looks at the addresses to which the connection is made, so that a name cannot mean another one between looking and connecting. */
export const publicOnly: LookupFunction = (hostname, options, done) => {
  resolve(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error !== null) return done(error, '', 4);
    const [first] = found;
    if (first === undefined || !found.every(({ address }) => isPublicAddress(address))) return done(Object.assign(new Error('not a public address'), { code: NOT_PUBLIC }), '', 4);
    return options.all === true ? done(null, found) : done(null, first.address, first.family);
  });
};
