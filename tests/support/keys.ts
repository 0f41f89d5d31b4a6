import { masterKeysSchema } from '../../src/privacy/master-keys.ts';

export const hashKey = 'a key for tests only, of 32 characters or more';

/** The secrets of a process, as settings. */
export const keys = { HASH_KEY: hashKey, AUDIT_KEY: 'a key of seals for tests only, of 32 characters', MASTER_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}` };

/** The same as the application has it: for a test that needs no process. */
export const masterKeys = masterKeysSchema.parse(keys.MASTER_KEYS);
