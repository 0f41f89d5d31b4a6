import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../testkit/eventually.ts';

const PATIENCE_MS = 180_000;
const LOOK_AT_MOST_MS = 15_000;

/** Again and again until it succeeds: parts come and go, and some answers never come. @throws its last error after three minutes */
export const patiently = <Result>(look: () => PromiseLike<Result>): Promise<Result> =>
  eventually(() => {
    const patience = new AbortController();
    const tooLong = pause(LOOK_AT_MOST_MS, undefined, { signal: patience.signal }).then(() => Promise.reject(new Error('no answer came')));
    return Promise.race([look(), tooLong]).finally(() => patience.abort());
  }, PATIENCE_MS);
