/** Sealing personal data: AES-256-GCM (NIST SP 800-38D), each time under a fresh nonce. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** The length of a key, in bytes. */
export const KEY_BYTES = 32;

const ALGORITHM = 'aes-256-gcm';
const FORM = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Sealed data cannot be opened: it has another key or place, or was changed. */
export class Unopenable extends Error {
  override readonly name = 'Unopenable';
}

/** Asked of the system for many nonces at once: of a delivery, asking for each was a part of the time of sealing. */
const NONCES_AT_ONCE = 256;
let nonces = Buffer.alloc(0);

function freshNonce(): Buffer {
  if (nonces.length === 0) nonces = randomBytes(NONCES_AT_ONCE * NONCE_BYTES);
  const nonce = nonces.subarray(0, NONCE_BYTES);
  nonces = nonces.subarray(NONCE_BYTES);
  return nonce;
}

/** @param place where it will be stored, such as `persons/<id>`: it cannot be opened anywhere else */
export function seal(key: Buffer, place: string, plain: Buffer): Buffer {
  const nonce = freshNonce();
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(place));
  return Buffer.concat([Buffer.of(FORM), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Unopenable */
export function open(key: Buffer, place: string, sealed: Buffer): Buffer {
  if (sealed[0] !== FORM || sealed.length < 1 + NONCE_BYTES + TAG_BYTES) throw new Unopenable(`${place}: not a sealed text of a form that is known here`);
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(place)).setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (error) {
    throw new Unopenable(`${place}: sealed by another key, for another place, or changed since`, { cause: error });
  }
}

export const sealJson = (key: Buffer, place: string, value: unknown): Buffer => seal(key, place, Buffer.from(JSON.stringify(value)));
/** The value that was sealed; its type is up to the caller. @throws Unopenable */
export const openJson = (key: Buffer, place: string, sealed: Buffer): unknown => JSON.parse(open(key, place, sealed).toString());
