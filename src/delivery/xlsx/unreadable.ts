/** Thrown for a workbook that would cost more time or memory than any real one, before it has. */
export class WorkbookTooLarge extends Error {
  override readonly name = 'WorkbookTooLarge';
}

/** Thrown for what is no workbook, a damaged one, or one that is encrypted or written in a way we do not take. */
export class WorkbookUnreadable extends Error {
  override readonly name = 'WorkbookUnreadable';
}
