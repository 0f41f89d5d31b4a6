import { describe, expect, test } from '@jest/globals';
import { avgLetter } from '../../src/wording/documents/avg-letter.ts';
import type { AvgLetter } from '../../src/usecases/avg-requests/write-avg-letter.ts';

const granted: AvgLetter = {
  requestId: '00000000-0000-4000-8000-000000000009', kind: 'objection', state: 'done', municipality: 'Enschede',
  to: { name: 'J. Proefberg', street: 'Teststraat 1', place: '7512BM Enschede' },
  on: '2026-11-20', receivedOn: '2026-11-02', dueOn: '2026-12-02', extendedTo: null, extensionReason: null, ground: null, answer: null, corrected: [], effects: {}, told: [],
};
const words = (effects: AvgLetter['effects']) => JSON.stringify(avgLetter({ ...granted, effects }).blocks);

describe('the letter about an objection that was granted', () => {
  test('says where it holds: everywhere with a date of birth, at the address without one', () => {
    expect(words({ everywhere: true })).toMatch(/ook niet als u verhuist.*zonder geboortedatum.*alleen op dit adres/);
    expect(words({ everywhere: false })).toMatch(/op dit adres pakken wij niet meer op.*geboortedatum kennen wij niet/);
    expect(words({ everywhere: false })).not.toContain('ook niet als u verhuist');
  });

  test('tells of a case that was closed, or that goes on for somebody else, only where there was one', () => {
    expect(words({ everywhere: true, closedCases: [], sharedCases: [] })).not.toMatch(/zaak|schuldeisers horen/);
    expect(words({ everywhere: true, closedCases: ['c'], sharedCases: [] })).toMatch(/alleen over u ging, is gesloten.*schuldeisers horen alleen/);
    const shared = words({ everywhere: true, closedCases: [], sharedCases: ['c'] });
    expect(shared).toMatch(/schuldeisers horen alleen.*loopt voor die ander door.*meldingen over u zijn eruit/);
    expect(shared).not.toContain('is gesloten');
  });
});
