export const unreadableCodes = [
  'empty', 'utf16', 'encoding', 'missing-columns', 'duplicate-column', 'unknown-column', 'changed-columns', 'not-json', 'not-xlsx', 'too-large', 'too-much',
] as const;
export type UnreadableCode = (typeof unreadableCodes)[number];

/**
 * Thrown by `readDelivery` when the file as a whole cannot be read; no row of it may be used. The message and `advice`
 * are Dutch and meant for the creditor; `header` is what was found in the file's first line (never a data row).
 */
export class UnreadableDelivery extends Error {
  override readonly name = 'UnreadableDelivery';
  readonly code: UnreadableCode;
  /** What the creditor can do. */
  readonly advice: string;
  readonly missingColumns: readonly string[];
  readonly header: readonly string[];

  constructor(
    code: UnreadableCode,
    message: string,
    advice: string,
    columns: { missing?: readonly string[]; header?: readonly string[] } = {},
  ) {
    super(message);
    this.code = code;
    this.advice = advice;
    this.missingColumns = columns.missing ?? [];
    this.header = columns.header ?? [];
  }
}

export const emptyDelivery = () =>
  new UnreadableDelivery('empty', 'Het bestand is leeg.', 'Controleer de export en lever het bestand opnieuw aan.');
