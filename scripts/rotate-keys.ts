/**
 * Wraps every key of personal data anew under the newest of MASTER_KEYS; the data stays as it is. Afterwards the old
 * master key can be removed from the settings. It can be stopped and run again.
 */
import { fail, say } from './parts/progress.ts';
import { withSources } from './parts/sources.ts';

const A_BATCH = 500;

try {
  await withSources(async ({ keys, config }) => {
    let done = 0;
    for (let n = await keys.rewrap(A_BATCH); n > 0; n = await keys.rewrap(A_BATCH)) say(`${(done += n)} keys wrapped anew`);
    say(`All keys are wrapped by master key "${config.masterKeys.current}".`);
  });
} catch (error) {
  fail(error);
}
