import { KEYWORDS } from "./token-kind.ts";

/**
 * Interns names by their UTF-8 bytes; no string exists until `namesOf` is called.
 *
 * Open addressing: `slots` holds entry numbers plus one, 0 is free. The bytes of entry `e` are
 * `bytes[offsets[e], offsets[e + 1])`. The first `KEYWORDS.length` entries are the keywords, so that one look-up tells
 * names and keywords apart.
 */
export interface NameTable {
  slots: Int32Array;
  /** Slots in use are `[0, mask]`; the array may be longer. */
  mask: number;
  hashes: Int32Array;
  offsets: Int32Array;
  bytes: Uint8Array;
  count: number;
}

export const KEYWORD_COUNT: number = KEYWORDS.length;

const InitialSlots = 1024;
const HashPrime = 0x01000193;

export function createNameTable(): NameTable {
  return {
    slots: new Int32Array(InitialSlots),
    mask: InitialSlots - 1,
    hashes: new Int32Array(InitialSlots),
    offsets: new Int32Array(InitialSlots + 1),
    bytes: new Uint8Array(InitialSlots * 8),
    count: 0,
  };
}

/** Forgets all names but the keywords. */
export function resetNameTable(table: NameTable): void {
  table.mask = InitialSlots - 1;
  table.slots.fill(0, 0, InitialSlots);
  table.count = 0;
  const encoder = new TextEncoder();
  if (keywordBytes.length === 0) for (const keyword of KEYWORDS) keywordBytes.push(encoder.encode(keyword));
  for (const bytes of keywordBytes) internName(table, bytes, 0, bytes.length, hashBytes(bytes, 0, bytes.length));
}

const keywordBytes: Uint8Array[] = [];

/** One step of the hash that `internName` expects over the bytes of a name, beginning with 0. */
export function hashStep(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, HashPrime);
}

export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0;
  for (let i = start; i < end; i++) hash = hashStep(hash, bytes[i]!);
  return hash;
}

/**
 * Entry number of the name in `source[start, end)`: less than `KEYWORD_COUNT` for a keyword, and else the index into
 * `namesOf` plus `KEYWORD_COUNT`.
 */
export function internName(table: NameTable, source: Uint8Array, start: number, end: number, hash: number): number {
  const { slots, mask, hashes, offsets, bytes } = table;
  const length = end - start;
  let slot = (hash ^ (hash >>> 15)) & mask;
  for (;;) {
    const entry = slots[slot]! - 1;
    if (entry < 0) return addName(table, source, start, end, hash, slot);
    if (hashes[entry] === hash) {
      const offset = offsets[entry]!;
      if (offsets[entry + 1]! - offset === length) {
        let i = 0;
        while (i < length && bytes[offset + i] === source[start + i]) i++;
        if (i === length) return entry;
      }
    }
    slot = (slot + 1) & mask;
  }
}

function addName(table: NameTable, source: Uint8Array, start: number, end: number, hash: number, slot: number): number {
  const entry = table.count++;
  if (entry + 2 > table.offsets.length) {
    table.hashes = grow(table.hashes, entry * 2);
    table.offsets = grow(table.offsets, entry * 2 + 1);
  }
  const offset = entry === 0 ? 0 : table.offsets[entry]!;
  const length = end - start;
  if (offset + length > table.bytes.length) {
    const bytes = new Uint8Array(2 * (offset + length));
    bytes.set(table.bytes);
    table.bytes = bytes;
  }
  for (let i = 0; i < length; i++) table.bytes[offset + i] = source[start + i]!;
  table.hashes[entry] = hash;
  table.offsets[entry] = offset;
  table.offsets[entry + 1] = offset + length;
  table.slots[slot] = entry + 1;
  if (table.count * 2 > table.mask) rehash(table);
  return entry;
}

function rehash(table: NameTable): void {
  const size = (table.mask + 1) * 4;
  if (table.slots.length < size) table.slots = new Int32Array(size);
  else table.slots.fill(0, 0, size);
  table.mask = size - 1;
  for (let entry = 0; entry < table.count; entry++) {
    const hash = table.hashes[entry]!;
    let slot = (hash ^ (hash >>> 15)) & table.mask;
    while (table.slots[slot] !== 0) slot = (slot + 1) & table.mask;
    table.slots[slot] = entry + 1;
  }
}

function grow(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(length);
  grown.set(array);
  return grown;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The interned names, keywords left out, in the order of first sight. */
export function namesOf(table: NameTable): string[] {
  const { offsets, bytes, count } = table;
  const names: string[] = [];
  if (count === KEYWORD_COUNT) return names;
  const base = offsets[KEYWORD_COUNT]!;
  const end = offsets[count]!;
  const text = decoder.decode(bytes.subarray(base, end));
  // As many characters as bytes: all are ASCII, and byte offsets are string offsets.
  const isAscii = text.length === end - base;
  for (let entry = KEYWORD_COUNT; entry < count; entry++) {
    const from = offsets[entry]!;
    const to = offsets[entry + 1]!;
    names.push(isAscii ? text.slice(from - base, to - base) : decoder.decode(bytes.subarray(from, to)));
  }
  return names;
}
