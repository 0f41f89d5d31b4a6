import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withoutValues } from '../../activities/without-values.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';

const secret = 'Voorbeeld';

/** What a history would keep of the error that the work ends with. */
async function keptOf(work: () => Promise<unknown>) {
  const failure: unknown = await withoutValues({ work }).work().catch((error: unknown) => error);
  if (!(failure instanceof ApplicationFailure)) throw new Error('it did not fail', { cause: failure });
  return failure;
}

const everythingOf = ({ message, type, stack, details, cause }: ApplicationFailure): string =>
  JSON.stringify([message, type, stack, details, cause instanceof ApplicationFailure ? everythingOf(cause) : cause]);

describe('an error of an activity', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  test.each([
    ['22P02', () => database.sql`select ${secret}::text::int`],
    ['23505', () => database.sql`insert into regions (id, name) values (${secret}, ''), (${secret}, '')`],
    ['42P01', () => database.sql.unsafe(`select ${secret} from "${secret}"`)],
  ])('of Postgres keeps its code, %s, and none of the values', async (code, query) => {
    const failure = await keptOf(async () => query());
    expect([failure.type, failure.message]).toEqual(['PostgresError', `PostgresError ${code}`]);
    expect(everythingOf(failure)).not.toContain(secret);
  });

  test('that was caused by another error keeps none of that one’s values either', async () => {
    const failure = await keptOf(async () => {
      await database.sql`select ${secret}::text::int`.catch((cause: unknown) => {
        throw new Error('1 of 2 cases could not be told', { cause });
      });
    });
    expect(failure.message).toBe('1 of 2 cases could not be told');
    expect((failure.cause as ApplicationFailure).message).toBe('PostgresError 22P02');
    expect(everythingOf(failure)).not.toContain(secret);
  });

  test('of a parser, which quotes what it read, keeps its class and where it was thrown', async () => {
    const failure = await keptOf(() => Promise.resolve(JSON.parse(secret) as unknown));
    expect(failure.message).toBe('SyntaxError');
    expect(failure.stack).toContain('errors.test.ts');
    expect(everythingOf(failure)).not.toContain(secret);
  });

  test('that the engine acts on is left as it is, and so is what an activity returns', async () => {
    const cancelled = new CancelledFailure('stop');
    await expect(withoutValues({ work: () => Promise.reject(cancelled) }).work()).rejects.toBe(cancelled);
    await expect(withoutValues({ work: (n: number) => Promise.resolve(n) }).work(3)).resolves.toBe(3);
  });
});
