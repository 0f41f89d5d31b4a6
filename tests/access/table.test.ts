import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { routes } from '../../api/routes/index.ts';
import type { people } from '../../src/domain/identity/access.ts';
import { may, permissionCodes, permissions } from '../../src/domain/identity/access.ts';
import { actions, peopleOf, rules } from '../../src/domain/case/lifecycle.ts';
import { accessPage } from '../../src/wording/documents/access.ts';

const functionsOf = (role: (typeof people)[number]) => permissionCodes.filter((code) => may(role, code));

describe('the table of functions', () => {
  test('is the page in docs; when not: npm run access', () => {
    expect(readFileSync(new URL('../../docs/access.md', import.meta.url), 'utf8')).toBe(accessPage());
  });

  test('takes what is done in a case from the transition table', () => {
    for (const action of actions) expect(permissions[action]).toEqual({ label: rules[action].label, by: peopleOf(action) });
  });

  test('has no function that nothing asks for: a route does, or the command that repairs a case', () => {
    const asked = new Set<string>([...routes.map((route) => route.may), 'repair-case']);
    expect(permissionCodes.filter((code) => !asked.has(code))).toEqual([]);
  });

  test('gives the steering group no person, an administrator no case, the privacy officer no act in a case', () => {
    expect(functionsOf('steering-group')).toEqual(['read-account', 'read-places', 'read-outcome-figures']);
    expect(functionsOf('administrator')).toEqual(['read-account', 'read-places', 'repair-case', 'read-planning', 'change-planning', 'read-retention', 'read-accounts', 'handle-failed-mail', 'read-organisation', 'change-organisation', 'read-checks', 'change-checks', 'give-check-lists', 'manage-accounts']);
    expect(functionsOf('privacy-officer').filter((code) => (actions as readonly string[]).includes(code))).toEqual([]);
    expect(functionsOf('privacy-officer')).toEqual(expect.arrayContaining(['read-case', 'read-audit', 'handle-objections']));
  });

  test('gives the system itself nothing: it asks nobody', () => {
    expect(permissionCodes.filter((code) => may('system', code))).toEqual([]);
  });
});
