/** A growing array of integers; what the summariser writes rows to. */
export interface IntegerTable {
  data: Int32Array;
  length: number;
}

export function createTable(capacity: number): IntegerTable {
  return { data: new Int32Array(capacity), length: 0 };
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

export function integersOf(table: IntegerTable): Int32Array {
  return table.data.slice(0, table.length);
}
