/** Edit distance with transpositions of neighbours, for short identifiers; `Infinity` where it is more than `most`. */
function distance(a: string, b: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  let leastBefore = 0;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    // The next row follows from these two, and is nowhere less than both.
    if (least > most && leastBefore > most) return Infinity;
    leastBefore = least;
    before = last;
    last = row;
  }
  return last[b.length];
}

const LONGEST = 64;

/** The known word that was probably meant: at most a third of its letters are wrong. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of known) {
    const most = Math.min(least - 1, Math.max(1, Math.floor(candidate.length / 3)));
    if (Math.abs(word.length - candidate.length) > most) continue;
    const cost = distance(word.toLowerCase(), candidate.toLowerCase(), most);
    if (cost <= most) {
      best = candidate;
      least = cost;
    }
  }
  return best;
}
