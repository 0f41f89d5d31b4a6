/** What identifying callers needs; made once for each process. */
import type { ConfigOf } from '../config.ts';
import { issuerOf, type Issuer } from './issuer.ts';

export interface Identity {
  issuer: Issuer;
  /** The clock for tokens and sessions. */
  clock: () => Date;
  /** The address to which the issuer sends people back. */
  callback: string;
}

interface Options {
  clock?: () => Date;
  /** An unknown key is a reason to fetch the issuer's keys again, but not more often than this. */
  keysKeptMs?: number;
}

export const createIdentity = (config: ConfigOf<'api'>, { clock = () => new Date(), keysKeptMs }: Options = {}): Identity => ({
  issuer: issuerOf(config, keysKeptMs),
  clock,
  callback: `${config.publicUrl}/aanmelden/terug`,
});
