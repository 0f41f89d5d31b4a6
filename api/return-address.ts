/**
 * The address to which somebody returns after signing in. It can contain anything, so it is stored sealed with the secret of the
 * browser that asked; the database holds only a hash of that secret.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { open, seal, Unopenable } from '../src/privacy/seal.ts';

const PLACE = 'sign_ins/return_to';
/** A longer address is ignored. */
const LONGEST = 2_000;

const keyOf = (browser: string): Buffer => createHash('sha256').update(`return address|${browser}`).digest();

export function sealedAddress(browser: string, wanted: unknown): string {
  const text = typeof wanted === 'string' && wanted.length <= LONGEST ? wanted : '';
  return seal(keyOf(browser), PLACE, Buffer.from(text)).toString('base64url');
}

/** A form as it was sent, for whoever comes back; what is no such form is left out. */
export function sealedForm(browser: string, sent: string): string {
  return seal(keyOf(browser), PLACE, Buffer.from(formIn(sent) === null ? '' : sent)).toString('base64url');
}

/** The form that was sent along; null when it was an address. */
export const keptForm = (browser: string, sealed: string): z.infer<typeof formSchema> | null => formIn(opened(browser, sealed));

const formSchema = z.strictObject({ action: z.string().regex(/^\/(?![/\\])/).max(LONGEST), fields: z.record(z.string().max(200), z.array(z.string())) });

function formIn(text: string): z.infer<typeof formSchema> | null {
  if (!text.startsWith('{')) return null;
  try {
    return formSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The requested address when it is one of ours, else the beginning. */
export function openedAddress(browser: string, sealed: string, publicUrl: string): string {
  const wanted = opened(browser, sealed);
  const url = wanted !== '' && URL.canParse(wanted, publicUrl) ? new URL(wanted, publicUrl) : null;
  return url?.origin === new URL(publicUrl).origin ? url.href : `${publicUrl}/`;
}

/** A sign-in that began under the previous release has an address that is not sealed: it leads to the beginning. */
function opened(browser: string, sealed: string): string {
  try {
    return open(keyOf(browser), PLACE, Buffer.from(sealed, 'base64url')).toString();
  } catch (error) {
    if (error instanceof Unopenable) return '';
    throw error;
  }
}
