import type { FieldError } from './domain/field-error.ts';

/** Every error that a caller can get: one type, with a closed list of codes. `api/problem.ts` maps them to HTTP. */
export const errorCodes = [
  'invalid-input',
  'unauthenticated',
  'invalid-token',
  'forbidden',
  'choose-account',
  'not-found',
  'action-refused',
  'conflict',
  'round-not-open',
  'list-changed',
  'preview-outdated',
  'unreadable-delivery',
  'too-large',
  'headers-too-large',
  'unsupported-media-type',
  'method-not-allowed',
  'too-slow',
  'too-many-requests',
  'engine-unavailable',
  'database-unavailable',
  'keys-unavailable',
  'too-busy',
  'issuer-unavailable',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

interface Details {
  fields?: FieldError[];
  /** Extra members of the answer, such as the allowed actions. */
  extra?: Record<string, unknown>;
  cause?: unknown;
}

/** Thrown by use cases for errors that the caller can solve; `message` is Dutch and says what to do. Without personal data. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: readonly FieldError[];
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, { fields = [], extra = {}, cause }: Details = {}) {
    super(message, { cause });
    this.name = 'AppError';
    this.code = code;
    this.fields = fields;
    this.extra = extra;
  }
}
