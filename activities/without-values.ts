import { ApplicationFailure, TemporalFailure } from '@temporalio/common';
import { AppError } from '../src/errors.ts';

type Named = Record<string, (...args: never[]) => Promise<unknown>>;

/**
 * Wraps activities so that their errors contain no values: errors are kept in the workflow's history, and errors of Postgres or of a
 * parser quote their input.
 */
export function withoutValues<All extends Named>(activities: All): All {
  const wrapped = Object.entries(activities).map(([name, activity]) => [
    name,
    async (...args: never[]) => {
      try {
        return await activity(...args);
      } catch (error) {
        throw withoutValuesOf(error);
      }
    },
  ]);
  return Object.fromEntries(wrapped) as All;
}

function withoutValuesOf(error: unknown): Error {
  if (error instanceof TemporalFailure) return error;
  if (!(error instanceof Error)) return ApplicationFailure.create({ message: 'something that is no error was thrown' });
  const { name, cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const message = isOurs(error) ? error.message : [name, code].filter((part) => part !== null).join(' ');
  const failure = ApplicationFailure.create({ message, type: name, ...(cause instanceof Error ? { cause: withoutValuesOf(cause) } : {}) });
  failure.stack = [`${name}: ${message}`, ...framesOf(error)].join('\n');
  return failure;
}

/** The stack without the lines before it, which repeat the message. */
const framesOf = ({ stack = '' }: Error) => stack.split('\n').filter((line) => /^ {4}at .+:\d+:\d+\)?$/.test(line));

/** Our own errors are plain `Error`s written without values; a plain `Error` with a code comes from a library. */
const isOurs = (error: Error) => error instanceof AppError || (error.constructor === Error && !('code' in error));
