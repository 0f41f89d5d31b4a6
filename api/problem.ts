/** Every error becomes an answer of one form: RFC 9457, `application/problem+json`. */
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { AppError, errorCodes, type ErrorCode } from '../src/errors.ts';
import type { ApiDependencies } from './dependencies.ts';
import { fromParts } from './parts-away.ts';

const statuses: Record<ErrorCode, { status: number; title: string }> = {
  'invalid-input': { status: 400, title: 'De aanvraag klopt niet' },
  unauthenticated: { status: 401, title: 'Niet aangemeld' },
  'invalid-token': { status: 401, title: 'Het token is geweigerd' },
  forbidden: { status: 403, title: 'Geen toegang' },
  'choose-account': { status: 403, title: 'Kies een account' },
  'not-found': { status: 404, title: 'Niet gevonden' },
  'action-refused': { status: 409, title: 'Dit kan nu niet' },
  conflict: { status: 409, title: 'Botst met wat er al is' },
  'round-not-open': { status: 409, title: 'De ronde is niet open' },
  'list-changed': { status: 409, title: 'De lijst is veranderd' },
  'preview-outdated': { status: 409, title: 'Het voorbeeld is verouderd' },
  'unreadable-delivery': { status: 422, title: 'De levering is niet te lezen' },
  'too-large': { status: 413, title: 'Te groot' },
  'headers-too-large': { status: 431, title: 'Te groot' },
  'unsupported-media-type': { status: 415, title: 'Soort bestand niet ondersteund' },
  'method-not-allowed': { status: 405, title: 'Dit kan hier niet' },
  'too-slow': { status: 408, title: 'Te langzaam' },
  'too-many-requests': { status: 429, title: 'Te veel aanvragen' },
  'engine-unavailable': { status: 503, title: 'Even niet beschikbaar' },
  'database-unavailable': { status: 503, title: 'Even niet beschikbaar' },
  'keys-unavailable': { status: 503, title: 'Even niet beschikbaar' },
  'too-busy': { status: 503, title: 'Even te druk' },
  'issuer-unavailable': { status: 503, title: 'Even niet beschikbaar' },
};

/** The `WWW-Authenticate` header (RFC 6750): what is wrong with the client's credentials. */
const challenges: Partial<Record<ErrorCode, string>> = { unauthenticated: 'Bearer', 'invalid-token': 'Bearer error="invalid_token"' };

/** When to repeat a request that a part of ours could not answer. */
export const RETRY_AFTER_SECONDS = 5;

const fieldErrorSchema = z
  .object({ field: z.string(), rule: z.string(), message: z.string().describe('Dutch: what to do.'), value: z.string().optional() })
  .meta({ id: 'FieldError' });

export const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string().describe('Dutch, the same for every problem of this type.'),
    status: z.int(),
    detail: z.string().describe('Dutch: what is wrong here and what to do.'),
    instance: z.string().describe('The id of the request, also in the log.'),
    code: z.enum([...errorCodes, 'internal']),
    errors: z.array(fieldErrorSchema).optional().describe('Every wrong field at once.'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem. A refused action also holds `reason`, `phase` and `allowedActions`, and where it can be done all the same `confirmWith`: what to send along.' });
export type Problem = z.infer<typeof problemSchema>;

/** The HTTP status an error code is answered with. */
export const statusOf = (code: ErrorCode): number => statuses[code].status;

function problemOf(error: AppError, instance: string): Problem {
  return {
    type: `urn:problem:${error.code}`,
    ...statuses[error.code],
    detail: error.message,
    instance,
    code: error.code,
    ...(error.fields.length > 0 ? { errors: [...error.fields] } : {}),
    ...error.extra,
  };
}

/** Express, its parsers and its router throw errors with a status of their own. */
function fromExpress(error: unknown): AppError | null {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 413) return new AppError('too-large', 'De aanvraag is te groot; een gewone aanvraag is ten hoogste 1 MB.', { cause: error });
  if (status === 415) return new AppError('unsupported-media-type', 'Deze tekenset of codering wordt niet ondersteund; stuur UTF-8.', { cause: error });
  if (error instanceof URIError) return new AppError('invalid-input', 'Het adres is niet te lezen; controleer de procenttekens erin.', { cause: error });
  if (status === 400) return new AppError('invalid-input', 'De aanvraag is niet te lezen; controleer of de inhoud geldige JSON is.', { cause: error });
  return null;
}

export const noSuchPath: RequestHandler = () => {
  throw new AppError('not-found', 'Op dit adres is niets; zie /api/docs voor wat er wel is.');
};

/** The last middleware: answers every error that was thrown, and logs only unexpected ones with their stack. */
export function problemHandler({ log }: ApiDependencies): ErrorRequestHandler {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- Express recognises an error handler by its four parameters
  return (error: unknown, { socket }, response, _next) => {
    // When the client has disconnected there is nobody to answer, and errors caused by that are not ours.
    if (socket.destroyed) return;
    const known = error instanceof AppError ? error : (fromParts(error) ?? fromExpress(error));
    if (known !== null && statusOf(known.code) === 503) log.warn({ requestId: response.locals['requestId'] as unknown, code: known.code, err: known.cause }, 'a part is away');
    if (known === null) log.error({ requestId: response.locals['requestId'] as unknown, err: error }, 'unforeseen error');
    // Part of an answer was sent already: the connection can only be closed.
    if (response.headersSent) socket.destroy();
    else answerProblem(response, known);
  };
}

/** Answers with a problem. Null stands for an unexpected error: the answer says nothing about it. */
export function answerProblem(response: Response, error: AppError | null): void {
  const instance = `urn:request:${String(response.locals['requestId'])}`;
  const problem: Problem = error === null ? unforeseen(instance) : problemOf(error, instance);
  if (problem.status === 503) response.set('Retry-After', String(RETRY_AFTER_SECONDS));
  const challenge = error === null ? undefined : challenges[error.code];
  if (challenge !== undefined) response.set('WWW-Authenticate', challenge);
  response.set('Cache-Control', 'no-store').status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** A problem as raw HTTP, for a connection without a parsed request. */
export function problemText(error: AppError, instance: string): { status: number; text: string } {
  return { status: statusOf(error.code), text: JSON.stringify(problemOf(error, instance)) };
}

function unforeseen(instance: string): Problem {
  return {
    type: 'urn:problem:internal',
    title: 'Er ging iets mis',
    status: 500,
    detail: 'Er ging iets mis aan onze kant. Probeer het opnieuw; blijft het zo, noem dan het nummer van deze aanvraag.',
    instance,
    code: 'internal',
  };
}
