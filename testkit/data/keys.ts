import { masterKeysSchema } from '../../src/privacy/master-keys.ts';

export const hashKey = 'a key for tests only, of 32 characters or more';

/** The secrets as environment variables of a process. */
export const keys = { HASH_KEY: hashKey, AUDIT_KEY: 'a key of seals for tests only, of 32 characters', MASTER_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}` };

/** The same secrets as values, for a test that runs without a process. */
export const masterKeys = masterKeysSchema.parse(keys.MASTER_KEYS);
