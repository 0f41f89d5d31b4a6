/**
 * How many requests one client may send in a minute. Counted in the memory of this process: n processes behind one address
 * allow n times as many, and a restart forgets the counts.
 */
import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { EdgeConfig } from '../../src/config.ts';
import { AppError } from '../../src/errors.ts';

const MINUTE_MS = 60_000;

export type Limited = 'requests' | 'deliveries';

interface RateLimits {
  /** All requests from one network address, counted before anything is looked up. */
  address: RequestHandler;
  /** Signing in, and links that work without an account, by network address. */
  signIns: RequestHandler;
  /**
   * Requests of an account; for callers who are not signed in, of a network address.
   * @throws AppError too-many-requests
   */
  count(kind: Limited, request: Request, response: Response, accountId: string | null): Promise<void>;
}

export function rateLimits({ rates }: Pick<EdgeConfig, 'rates'>): RateLimits {
  const limiters = { requests: limiter('requests', rates.requests), deliveries: limiter('deliveries', rates.deliveries) };
  return {
    address: limiter('address', rates.address),
    signIns: limiter('sign-ins', rates.signIns),
    count: (kind, request, response, accountId) => {
      response.locals['rateKey'] = accountId === null ? undefined : `account ${accountId}`;
      return new Promise((resolve, reject) => {
        void limiters[kind](request, response, (error?: unknown) => (error instanceof AppError ? reject(error) : resolve()));
      });
    },
  };
}

const limiter = (name: string, limit: number): RequestHandler =>
  rateLimit({
    windowMs: MINUTE_MS,
    limit,
    identifier: name,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: ({ ip = '' }, { locals }) => (locals['rateKey'] as string | undefined) ?? `address ${ipKeyGenerator(ip)}`,
    handler: (_request, response, next) => {
      const seconds = response.get('Retry-After') ?? String(MINUTE_MS / 1000);
      next(new AppError('too-many-requests', `Dit zijn te veel aanvragen: ${limit} per minuut is genoeg voor gewoon gebruik. Probeer het over ${seconds} seconden opnieuw.`));
    },
    // Every client can send these headers; the setting TRUST_PROXY says which proxies are believed.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
  });

/** Those of the app that the request came to. */
export const rateLimitsOf = ({ app }: Request): RateLimits => app.locals['rateLimits'] as RateLimits;
