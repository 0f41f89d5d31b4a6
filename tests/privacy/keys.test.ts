import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { keyStore } from '../../src/privacy/key-store.ts';
import { masterKeys, UnknownMasterKey } from '../../src/privacy/master-keys.ts';
import { open, seal, Unopenable } from '../../src/privacy/seal.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';

const [key, other] = [randomBytes(32), randomBytes(32)];
const plain = Buffer.from('Achternaam, 06-12345678');

describe('what is sealed', () => {
  test('opens with its key, at its place, and is never the same twice', () => {
    const sealed = seal(key, 'persons/1', plain);
    expect(open(key, 'persons/1', sealed)).toEqual(plain);
    expect(seal(key, 'persons/1', plain)).not.toEqual(sealed);
    expect(sealed.includes(plain)).toBe(false);
  });

  test('opens with no other key, at no other place, and not when any byte of it was changed', () => {
    const sealed = seal(key, 'persons/1', plain);
    expect(() => open(other, 'persons/1', sealed)).toThrow(Unopenable);
    expect(() => open(key, 'persons/2', sealed)).toThrow(Unopenable);
    for (let n = 0; n < sealed.length; n += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(n) ^ 1, n);
      expect(() => open(key, 'persons/1', changed)).toThrow(Unopenable);
    }
    expect(() => open(key, 'persons/1', sealed.subarray(0, 10))).toThrow(Unopenable);
  });
});

describe('the store of keys', () => {
  const [first, second] = [randomBytes(32), randomBytes(32)];
  const before = masterKeys([{ id: 'first', key: first }]);
  const rotating = masterKeys([{ id: 'second', key: second }, { id: 'first', key: first }]);
  const after = masterKeys([{ id: 'second', key: second }]);
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());
  const storeUnder = (masters: typeof before) => keyStore(database.sql, masters);

  test('makes one key a subject, also for two that ask at once', async () => {
    const [one, two] = await Promise.all([storeUnder(before).make(['case-a', 'case-b']), storeUnder(before).make(['case-b', 'case-a'])]);
    expect(one).toEqual(two);
    expect(one.get('case-a')).not.toEqual(one.get('case-b'));
    expect(await storeUnder(before).find(['case-a', 'unknown'])).toEqual(new Map([['case-a', one.get('case-a')]]));
  });

  test('holds no key as it is', async () => {
    const made = (await storeUnder(before).make(['case-c'])).get('case-c');
    const [row] = await database.sql<{ wrapped: Buffer }[]>`select wrapped from keys.subject_keys where subject = 'case-c'`;
    expect(made).toHaveLength(32);
    expect(row?.wrapped.includes(made ?? Buffer.alloc(1))).toBe(false);
    await database.sql`update keys.subject_keys set wrapped = (select wrapped from keys.subject_keys where subject = 'case-a') where subject = 'case-c'`;
    await expect(storeUnder(before).find(['case-c'])).rejects.toThrow(Unopenable);
    await database.owner`delete from keys.subject_keys where subject = 'case-c'`;
  });

  test('wraps keys again under a new master key, after which the old one opens nothing and is not needed', async () => {
    const keys = await storeUnder(before).find(['case-a', 'case-b']);
    await expect(storeUnder(after).find(['case-a'])).rejects.toThrow(UnknownMasterKey);
    expect(await storeUnder(rotating).rewrap(1)).toBe(1);
    expect(await storeUnder(rotating).find(['case-a', 'case-b'])).toEqual(keys);
    expect(await storeUnder(rotating).rewrap(10)).toBe(1);
    expect(await storeUnder(rotating).rewrap(10)).toBe(0);
    expect(await storeUnder(after).find(['case-a', 'case-b'])).toEqual(keys);
  });

  test('gives a key that was destroyed to nobody, ever again', async () => {
    const store = storeUnder(after);
    await store.destroy(['case-a', 'never-made'], '2026-11-25T10:00:00Z');
    await store.destroy(['case-a'], '2026-11-26T10:00:00Z');
    expect(await store.make(['case-a', 'case-b', 'never-made'])).toEqual(await store.find(['case-b']));
    expect(await database.sql`select wrapped, destroyed_at from keys.subject_keys where subject = 'case-a'`).toEqual([{ wrapped: null, destroyedAt: '2026-11-25T10:00:00.000Z' }]);
  });
});
