/** How long a call may take, and how it is given up. */
import { UserError } from "../config/user-error.ts";

export function cancelled(): UserError {
  return new UserError("the call was cancelled");
}

/** `timeLimit` is in milliseconds; `remedy` is what else to send. */
export function tooLong(timeLimit: number, remedy: string): UserError {
  return new UserError(
    `the call took longer than ${timeLimit / 1000} s and was given up`,
    `${remedy}, or start the server with a larger \`--time-limit\``,
  );
}

/**
 * The seconds that were asked for, or else the default, where the server's limit allows them.
 * @throws UserError for more than the limit.
 */
export function secondsWithin(asked: number | undefined, preset: number, timeLimit: number): number {
  const most = timeLimit / 1000;
  if (asked === undefined) return Math.min(preset, most);
  if (asked <= most) return asked;
  throw new UserError(
    `\`seconds\` may be at most ${most}: the server was started with this \`--time-limit\``,
    "send less, or start the server with a larger one",
  );
}
