/** What to do for the next page; "" on the last. `left` are the items after this page. */
export function describeRest(left: number, cursor: string | undefined): string {
  return cursor === undefined ? "" : `${left} more: call again with cursor "${cursor}"\n`;
}
