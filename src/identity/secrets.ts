import { createHash, randomBytes } from 'node:crypto';

/** A random secret of 256 bits for a cookie. */
export const randomSecret = (): string => randomBytes(32).toString('base64url');

/** The stored form of a secret: its hash, so that a reader of the table cannot use it. A random secret needs no slow hash. */
export const storedForm = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
