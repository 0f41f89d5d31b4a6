/** Everything about who somebody is, made once a process. */
import type { Config } from '../config.ts';
import { issuerOf, type Issuer } from './issuer.ts';

export interface Identity {
  issuer: Issuer;
  /** The time by which tokens and sessions are judged. */
  clock: () => Date;
  /** Where the issuer sends people back to. */
  callback: string;
}

interface Options {
  clock?: () => Date;
  /** How long the issuer's keys are kept before an unknown one is reason to fetch them again. */
  keysKeptMs?: number;
}

export const createIdentity = (config: Config, { clock = () => new Date(), keysKeptMs }: Options = {}): Identity => ({
  issuer: issuerOf(config, keysKeptMs),
  clock,
  callback: `${config.publicUrl}/aanmelden/terug`,
});
