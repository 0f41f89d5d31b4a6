/** The answer to a caller when a part of the system is away or too busy. */
import { isAway, isContended } from '../src/db/errors.ts';
import { PoolFull } from '../src/db/pool.ts';
import { AppError } from '../src/errors.ts';
import { KeysAway } from '../src/privacy/key-store.ts';
import { UnknownMasterKey } from '../src/privacy/master-keys.ts';

const AGAIN = 'Probeer het over enkele seconden opnieuw.';
const UNKNOWN_MASTER_KEY = 'Deze persoonsgegevens zijn nu even niet te openen, omdat hun sleutels worden vernieuwd. Probeer het over enkele minuten opnieuw; blijft het zo, vraag dan de beheerder alle sleutels aan het systeem te geven.';

/** Null for an error with another cause. */
export function fromParts(error: unknown): AppError | null {
  if (error instanceof PoolFull || isContended(error)) return new AppError('too-busy', `Er zijn nu te veel aanvragen tegelijk. ${AGAIN}`, { cause: error });
  if (isAway(error)) return new AppError('database-unavailable', `De gegevens zijn nu even niet te bereiken. ${AGAIN}`, { cause: error });
  if (error instanceof KeysAway) return new AppError('keys-unavailable', `Persoonsgegevens zijn nu even niet te openen, omdat de sleutels ervan niet te bereiken zijn. ${AGAIN}`, { cause: error });
  if (error instanceof UnknownMasterKey) return new AppError('keys-unavailable', UNKNOWN_MASTER_KEY, { cause: error });
  return null;
}
