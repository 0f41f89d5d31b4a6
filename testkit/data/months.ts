/**
 * The months that test files open rounds of, each handed to one of them: all share one engine, which knows the workflow of a round
 * by its month and leaves alone what was started before.
 */
const handedOut = {
  'access/world': '2041-02',
  'audit/routes': '2026-02',
  'avg/granted': '2041-04',
  'avg/objectors': '2041-07',
  'chaos/answer': '2025-11',
  'chaos/month': '2026-01',
  'checks/killed': '2025-04',
  'deliveries/former-keys': '2025-05',
  'deliveries/hostile': '2025-08',
  'deliveries/http': '2026-03',
  'deliveries/http, the next': '2026-04',
  'deliveries/killed': '2025-12',
  'deliveries/mapping': '2026-07',
  'deliveries/signal-kinds': '2025-06',
  'privacy/opaque-ids': '2026-05',
  'privacy/whole-lives': '2092-05',
  'replans/cases': '2024-09',
  'replans/killed': '2025-10',
  'rounds/api': '2026-06',
  'rounds/likely-households': '2025-02',
  'rounds/system': '2026-09',
  'worklists/month-of-creditor': '2026-08',
} as const;

/** A whole year of them, for who opens what it likes. */
const years = { 'fuzz/seeded': '2091', 'fuzz/pages': '2093' } as const;

export const monthOf = (suite: keyof typeof handedOut): string => handedOut[suite];
export const yearOf = (suite: keyof typeof years): string => years[suite];

/** Every month and year that was handed out, one for each time. */
export const allHandedOut: readonly string[] = [...Object.values(handedOut), ...Object.values(years)];
