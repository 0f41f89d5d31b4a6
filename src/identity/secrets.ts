import { createHash, randomBytes } from 'node:crypto';

/** 256 bits that nobody guesses, for a cookie. */
export const randomSecret = (): string => randomBytes(32).toString('base64url');

/** How a secret is stored, so that who reads the table cannot use it. It is too random to need a slow hash. */
export const storedForm = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
