/**
 * The address to which somebody returns after signing in. It can contain anything, so it is stored sealed with the secret of the
 * browser that asked; the database holds only a hash of that secret.
 */
import { createHash } from 'node:crypto';
import { open, seal, Unopenable } from '../src/privacy/seal.ts';

const PLACE = 'sign_ins/return_to';
/** A longer address is ignored. */
const LONGEST = 2_000;

const keyOf = (browser: string): Buffer => createHash('sha256').update(`return address|${browser}`).digest();

export function sealedAddress(browser: string, wanted: unknown): string {
  const text = typeof wanted === 'string' && wanted.length <= LONGEST ? wanted : '';
  return seal(keyOf(browser), PLACE, Buffer.from(text)).toString('base64url');
}

/** The requested address when it is one of ours, else /account. */
export function openedAddress(browser: string, sealed: string, publicUrl: string): string {
  const wanted = opened(browser, sealed);
  const url = wanted !== '' && URL.canParse(wanted, publicUrl) ? new URL(wanted, publicUrl) : null;
  return url?.origin === new URL(publicUrl).origin ? url.href : `${publicUrl}/account`;
}

/** A sign-in that began under the previous release has an address that is not sealed: it leads to /account. */
function opened(browser: string, sealed: string): string {
  try {
    return open(keyOf(browser), PLACE, Buffer.from(sealed, 'base64url')).toString();
  } catch (error) {
    if (error instanceof Unopenable) return '';
    throw error;
  }
}
