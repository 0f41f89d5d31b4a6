import Sequencer from '@jest/test-sequencer';

/**
 * The suites that take longest on two cores, the longest first. Without times of an earlier run jest starts large files first, and these
 * are small: one that begins last leaves the other core without work for minutes.
 */
const longest = ['fuzz/api', 'samples/months', 'deliveries/killed', 'deliveries/hostile', 'scripts/start', 'history/verify', 'chaos/chaos', 'privacy/whole-lives', 'replans/killed', 'rounds/system'];

const rank = ({ path }) => {
  const place = longest.findIndex((suite) => path.endsWith(`/tests/${suite}.test.ts`));
  return place === -1 ? longest.length : place;
};

export default class LongestFirst extends Sequencer {
  async sort(tests) {
    return [...(await super.sort(tests))].sort((one, other) => rank(one) - rank(other));
  }
}
