const verbs =
  "close|stop|shutdown|cancel|cleanup|clean_up|teardown|tear_down|dispose|disconnect|exit|terminate|release|kill";

/** `close`, `aclose`, `_shutdown_pool`, `__aexit__`, `stopServer`; not `closest` or `stopped`. */
const closingWords = new RegExp(`(^|_)a?(${verbs})(?=_|$|[A-Z])`);

/** Whether a function of that name ends something: closes, stops, cancels, gives back. */
export function endsSomething(name: string): boolean {
  return closingWords.test(name);
}
