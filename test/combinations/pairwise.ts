/** Each row has one value of each list; values are told by their place. */
type Row = readonly number[];

/**
 * Rows that have every two values of any two lists together at least once, greedily: each next row is the best of some random ones that were
 * begun with a pair that is still missing. `random` from 0 up to 1.
 */
export function pairwise(sizes: readonly number[], random: () => number): readonly Row[] {
  const valuesOf = (i: number): readonly number[] => [...Array(sizes[i]).keys()];
  const lists = [...sizes.keys()];
  const apart = lists.flatMap((i) => lists.filter((j) => j > i).map((j) => [i, j] as const));
  const missing = new Set(apart.flatMap(([i, j]) => valuesOf(i).flatMap((a) => valuesOf(j).map((b) => [i, a, j, b].join()))));
  const rows: Row[] = [];
  const pairsOf = (row: Row): readonly string[] => apart.map(([i, j]) => [i, row[i], j, row[j]].join());
  while (missing.size > 0) {
    const [first] = missing;
    const [i, a, j, b] = first.split(',').map(Number);
    const tried = Array.from({ length: 50 }, () => sizes.map((n, k) => (k === i ? a : k === j ? b : Math.floor(random() * n))));
    const news = tried.map((row) => pairsOf(row).filter((pair) => missing.has(pair)).length);
    const best = tried[news.indexOf(Math.max(...news))];
    for (const pair of pairsOf(best)) missing.delete(pair);
    rows.push(best);
  }
  return rows;
}
