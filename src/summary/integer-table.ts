/** A growing array of integers; what the summariser writes rows to. */
export interface IntegerTable {
  data: Int32Array;
  length: number;
}

const spare: IntegerTable[] = [];

/** An empty table, with the memory of one that was released. */
export function createTable(): IntegerTable {
  return spare.pop() ?? { data: new Int32Array(4096), length: 0 };
}

/** Hands a table's memory to the next file's: its integers must have been copied. */
export function releaseTable(table: IntegerTable): void {
  table.length = 0;
  spare.push(table);
}

/** Makes room for `count` more integers. */
export function reserve(table: IntegerTable, count: number): void {
  if (table.length + count <= table.data.length) return;
  const grown = new Int32Array(Math.max(table.data.length * 2, table.length + count));
  grown.set(table.data);
  table.data = grown;
}

export function push4(table: IntegerTable, first: number, second: number, third: number, fourth: number): number {
  reserve(table, 4);
  const at = table.length;
  table.data[at] = first;
  table.data[at + 1] = second;
  table.data[at + 2] = third;
  table.data[at + 3] = fourth;
  table.length = at + 4;
  return at >> 2;
}

/** Appends a row and returns its offset. */
export function pushRow(table: IntegerTable, row: readonly number[]): number {
  reserve(table, row.length);
  table.data.set(row, table.length);
  table.length += row.length;
  return table.length - row.length;
}

export function push8(
  table: IntegerTable,
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
  g: number,
  h: number,
): number {
  reserve(table, 8);
  const { data, length: at } = table;
  data[at] = a;
  data[at + 1] = b;
  data[at + 2] = c;
  data[at + 3] = d;
  data[at + 4] = e;
  data[at + 5] = f;
  data[at + 6] = g;
  data[at + 7] = h;
  table.length = at + 8;
  return at >> 3;
}
