/** Words for the end of things: what is called so closes, stops or gives back. */
const closingWords =
  /(^|_)(a?close|stop|shutdown|cancel|cleanup|clean_up|teardown|tear_down|dispose|disconnect|a?exit|terminate|release|kill|drain|unsubscribe)/i;

/** Whether a function of that name ends something. */
export function endsSomething(name: string): boolean {
  return closingWords.test(name);
}
