/** A failure that the person at the terminal can solve: the message is shown without a stack. */
export class SetupFailure extends Error {
  override readonly name = 'SetupFailure';
}
