import { ByteOrderMark, decodeSource } from "./decode-source.ts";

/**
 * The bytes of a file whose decoded source was changed: the same mark, the same encoding. Undefined when the new source cannot
 * be written that way, or the encoding is one that Uncoil reads but does not write.
 */
export function encodeSource(original: Uint8Array, source: Uint8Array): Uint8Array | undefined {
  const decoded = decodeSource(original);
  if (decoded.errors.length > 0) return undefined;
  const hasMark = ByteOrderMark.every((byte, index) => original[index] === byte);
  const content = hasMark ? original.subarray(ByteOrderMark.length) : original;
  // What decoding left as it was needs no encoding.
  const isUnchanged =
    decoded.source.length === content.length && content.every((byte, at) => byte === decoded.source[at]);
  const encoded = isUnchanged ? source : encodeLatin1(content, decoded.source, source);
  if (encoded === undefined || !hasMark) return encoded;
  const result = new Uint8Array(encoded.length + ByteOrderMark.length);
  result.set(ByteOrderMark);
  result.set(encoded, ByteOrderMark.length);
  return result;
}

/** Latin-1 bytes of a UTF-8 source, when the original was Latin-1 and every character of the source is. */
function encodeLatin1(original: Uint8Array, decoded: Uint8Array, source: Uint8Array): Uint8Array | undefined {
  const before = latin1Of(decoded);
  const isLatin1 = before?.length === original.length && before.every((byte, index) => byte === original[index]);
  return isLatin1 ? latin1Of(source) : undefined;
}

function latin1Of(source: Uint8Array): Uint8Array | undefined {
  const bytes: number[] = [];
  for (const character of new TextDecoder().decode(source)) {
    const code = character.codePointAt(0) ?? 0;
    if (code > 0xff) return undefined;
    bytes.push(code);
  }
  return Uint8Array.from(bytes);
}
