/** Everything that can be wrong for a caller: one type, a closed list of codes. `api/problem.ts` maps them to HTTP. */
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
  'issuer-unavailable',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** One thing that is wrong with what was sent: where, which rule, what was seen, and what to do (Dutch). */
export interface FieldError {
  field: string;
  rule: string;
  message: string;
  value?: string;
}

interface Details {
  fields?: FieldError[];
  /** More members for the answer, such as the allowed actions. */
  extra?: Record<string, unknown>;
  cause?: unknown;
}

/** Thrown by use cases for what the caller can mend; `message` is Dutch and says what to do. Free of personal data. */
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
