/** A mistake the user can correct (usage, configuration, environment): shown without a stack, exit code 2. */
export class UserError extends Error {
  override readonly name = "UserError";
  /** What to do, or "". */
  readonly hint: string;

  constructor(message: string, hint = "") {
    super(message);
    this.hint = hint;
  }
}
