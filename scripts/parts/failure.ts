/** A failure the person at the terminal can solve: its message is shown as it is, without a stack. */
export class SetupFailure extends Error {
  override readonly name = 'SetupFailure';
}
