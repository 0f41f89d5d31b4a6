import { describe, expect, test } from '@jest/globals';
import { consentPurposeCodes, mayShare, shareables, type ConsentPurpose, type ConsentState, type Shareable } from '../../src/domain/rights/consent.ts';

/** Which consent each needs, apart from the code. */
const purposeOf: Record<Shareable, ConsentPurpose | null> = {
  'hand-over': null,
  person: 'share-with-service',
  'contact-data': 'share-with-service',
  plan: 'share-with-service',
  'codes-beyond-duty': 'share-with-creditor',
  'evaluation-contact': 'contact-for-evaluation',
};
const answers = (...states: ConsentState[]) => (purpose: ConsentPurpose) => states.map((state) => ({ purpose, state }));
const rows = shareables.flatMap((what) =>
  [
    { said: 'nothing', history: answers() },
    { said: 'asked', history: answers('asked') },
    { said: 'given', history: answers('asked', 'given') },
    { said: 'refused', history: answers('asked', 'refused') },
    { said: 'given, then withdrawn', history: answers('given', 'withdrawn') },
    { said: 'withdrawn, then given again', history: answers('given', 'withdrawn', 'given') },
    { said: 'given, then asked again', history: answers('given', 'asked') },
  ].map((row) => ({ what, ...row })),
);

describe('what may be shared', () => {
  test.each(rows)('$what after $said', ({ what, said, history }) => {
    const purpose = purposeOf[what];
    const isGiven = said === 'given' || said === 'withdrawn, then given again';
    expect(mayShare(what, purpose === null ? [] : history(purpose))).toBe(purpose === null || isGiven);
  });

  test.each(shareables)('%s is not opened by consent for another purpose', (what) => {
    const others = consentPurposeCodes.filter((purpose) => purpose !== purposeOf[what]).flatMap(answers('given'));
    expect(mayShare(what, others)).toBe(purposeOf[what] === null);
  });
});
