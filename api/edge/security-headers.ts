/** Headers that tell a browser what it may not do with an answer. */
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Config } from '../../src/config.ts';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** The default policy: nothing is loaded, sent or framed. A page sets its own policy for what it needs. */
const nothing = { 'default-src': ["'none'"], 'base-uri': ["'none'"], 'form-action': ["'none'"], 'frame-ancestors': ["'none'"] };

/**
 * The strictest value of each header; HSTS only when people reach us over HTTPS. Requests from our own pages keep their
 * `Referer`, which tells them from requests of another site.
 */
export const securityHeaders = ({ publicUrl }: Pick<Config, 'publicUrl'>): RequestHandler =>
  helmet({
    contentSecurityPolicy: { useDefaults: false, directives: nothing },
    strictTransportSecurity: publicUrl.startsWith('https:') ? { maxAge: YEAR_SECONDS, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
  });
