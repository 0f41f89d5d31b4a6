/** The keys that wrap keys: the newest wraps, all of them unwrap. They come from the environment or a file, never from a database. */
import { z } from 'zod';
import { KEY_BYTES, open, seal } from './seal.ts';

export interface WrappedKey {
  /** The id of the master key that wraps it. */
  master: string;
  wrapped: Buffer;
}

export interface MasterKeys {
  /** The id of the one that wraps. */
  readonly current: string;
  wrap(subject: string, key: Buffer): WrappedKey;
  /** @throws UnknownMasterKey, Unopenable */
  unwrap(subject: string, wrapped: WrappedKey): Buffer;
}

/** A key is wrapped by a master key that is not in the settings: not yet, or removed before the rotation had ended. */
export class UnknownMasterKey extends Error {
  override readonly name = 'UnknownMasterKey';
}

const named = z
  .string()
  .regex(/^[\w-]{1,32}:[A-Za-z0-9+/]{43}=$/)
  .transform((text) => ({ id: text.slice(0, text.indexOf(':')), key: Buffer.from(text.slice(text.indexOf(':') + 1), 'base64') }));

/** 'id:base64 of 32 bytes', several with commas, the newest first. */
export const masterKeysSchema = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .pipe(z.array(named).min(1).refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length))
  .transform(masterKeys);

export function masterKeys(keys: readonly { id: string; key: Buffer }[]): MasterKeys {
  const [newest] = keys;
  if (newest === undefined || keys.some(({ key }) => key.length !== KEY_BYTES)) throw new RangeError(`master keys are of ${KEY_BYTES} bytes, and there is at least one`);
  return {
    current: newest.id,
    wrap: (subject, key) => ({ master: newest.id, wrapped: seal(newest.key, `key/${subject}`, key) }),
    unwrap(subject, { master, wrapped }) {
      const found = keys.find(({ id }) => id === master);
      if (found === undefined) throw new UnknownMasterKey(`the key of ${subject} is wrapped by master key "${master}", which is not in MASTER_KEYS`);
      return open(found.key, `key/${subject}`, wrapped);
    },
  };
}

/**
 * The same, but reads the settings again when it meets an unknown master key: in a rotation another process may have had
 * the new one earlier.
 */
export function rereading(first: MasterKeys, read: () => MasterKeys): MasterKeys {
  let known = first;
  const readAgain = (unknown: UnknownMasterKey): MasterKeys => {
    try {
      return read();
    } catch (cause) {
      throw new UnknownMasterKey(unknown.message, { cause });
    }
  };
  return {
    get current() {
      return known.current;
    },
    wrap: (subject, key) => known.wrap(subject, key),
    unwrap(subject, wrapped) {
      try {
        return known.unwrap(subject, wrapped);
      } catch (error) {
        if (!(error instanceof UnknownMasterKey)) throw error;
        known = readAgain(error);
        return known.unwrap(subject, wrapped);
      }
    },
  };
}
