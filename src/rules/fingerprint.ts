import { hashText } from "../diagnostics/hash-text.ts";
import type { Module } from "../program/shape.ts";

/**
 * Makes fingerprints of one rule's findings: by module name, function and subject, never by line. Equal ones in a function
 * are told apart by their order.
 */
export function createFingerprints(code: string): (module: Module, functionName: string, subject: string) => string {
  const seen = new Map<string, number>();
  return (module, functionName, subject) => {
    const text = `${code}|${module.name}|${functionName}|${subject}`;
    const count = seen.get(text) ?? 0;
    seen.set(text, count + 1);
    return hashText(count === 0 ? text : `${text}|${count}`);
  };
}
