export const hashKey = 'a key for tests only, of 32 characters or more';

/** The secrets of a process, as settings. */
export const keys = { HASH_KEY: hashKey, AUDIT_KEY: 'a key of seals for tests only, of 32 characters' };
