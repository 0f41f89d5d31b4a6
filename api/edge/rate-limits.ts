/**
 * How much one client may ask in a minute. Counted in the memory of this process: with several of them behind one
 * address a client has as many times as much, and a restart forgets.
 */
import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { EdgeConfig } from '../../src/config.ts';
import { AppError } from '../../src/errors.ts';

const MINUTE_MS = 60_000;

export type Limited = 'requests' | 'deliveries';

export interface RateLimits {
  /** Whatever comes from one network address, before anything is looked up. */
  address: RequestHandler;
  /** Signing in, by network address. */
  signIns: RequestHandler;
  /**
   * What an account asks; of nobody in particular, by network address.
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
    // Anybody may send these headers; whom we believe is a setting of its own.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
  });

/** Those of the app that the request came to. */
export const rateLimitsOf = ({ app }: Request): RateLimits => app.locals['rateLimits'] as RateLimits;
