/** What is asked of a program again and again, and stays true as long as it is linked. */
import type { Program } from "./program.ts";

/** What can be asked of a program. */
export type Question<Key, Answer> = (program: Program, key: Key) => Answer;

/** The same function, which finds each answer once for a program and a key (compared as a Map compares). */
export function oncePerProgram<Key, Answer>(find: Question<Key, Answer>): Question<Key, Answer> {
  const known = new WeakMap<Program, Map<Key, { readonly answer: Answer }>>();
  return (program, key) => {
    let found = known.get(program);
    if (found === undefined) {
      found = new Map();
      known.set(program, found);
    }
    let entry = found.get(key);
    if (entry === undefined) {
      entry = { answer: find(program, key) };
      found.set(key, entry);
    }
    return entry.answer;
  };
}
