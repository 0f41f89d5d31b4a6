/** What every answer tells a browser to keep from doing with it. */
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Config } from '../../src/config.ts';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** For what is no page: nothing is loaded, sent or framed. A page says itself what more it needs. */
const nothing = { 'default-src': ["'none'"], 'base-uri': ["'none'"], 'form-action': ["'none'"], 'frame-ancestors': ["'none'"] };

/**
 * The strictest of each; HTTPS is insisted on only where people reach us over it. Our own pages may see where a request
 * came from, which tells it from one that another site has sent.
 */
export const securityHeaders = ({ publicUrl }: Pick<Config, 'publicUrl'>): RequestHandler =>
  helmet({
    contentSecurityPolicy: { useDefaults: false, directives: nothing },
    strictTransportSecurity: publicUrl.startsWith('https:') ? { maxAge: YEAR_SECONDS, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
  });
