/** 16 hexadecimal digits that stand for a text: two FNV-1a hashes of its code units, from different starts. */
export function hashText(text: string): string {
  return hashFrom(text, 0x811c9dc5) + hashFrom(text, 0x01000193);
}

function hashFrom(text: string, start: number): string {
  let hash = start;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
