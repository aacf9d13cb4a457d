/** Rows as lines whose columns start at the same place; the last column is not padded. */
export function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.slice(0, -1).forEach((cell, i) => widths[i] = Math.max(widths[i] ?? 0, cell.length));
  }
  return rows.map((row) => row.map((cell, i) => i < row.length - 1 ? cell.padEnd(widths[i]) : cell).join('  ').trimEnd());
}
