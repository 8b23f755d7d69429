import { readSource } from "./read-source.ts";

/** Texts of files for excerpts, each read once. Bytes that are no UTF-8 are shown as Latin-1 or replaced. */
export function createSourceReader(
  replacements: ReadonlyMap<string, Uint8Array>,
): (path: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (path) => {
    if (!known.has(path)) {
      const bytes = replacements.get(path) ?? readSource(path).bytes;
      known.set(path, bytes && decodeText(bytes));
    }
    return known.get(path);
  };
}

/** The text of a file for people to read. */
export function decodeText(bytes: Uint8Array): string {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
  const isLatin1 = /^(?:.*\n)?[ \t\f]*#.*?coding[:=][ \t]*(?:latin-?1|iso-?8859-?1)/i.test(head);
  return new TextDecoder(isLatin1 ? "latin1" : "utf-8").decode(bytes);
}
