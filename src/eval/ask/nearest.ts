const FEW = 8;

/** ``did you mean `shop/catalog`?`` when a known name is close, the known names when they are few, `otherwise` when neither helps. */
export function didYouMean(wanted: string, known: Iterable<string>, otherwise: string): string {
  const names = [...new Set(known)].sort();
  const [closest] = names
    .map((name) => ({ name, distance: editDistance(wanted, name) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(Math.max(wanted.length, name.length) / 3)))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  if (closest !== undefined) return `did you mean \`${closest.name}\`?`;
  return names.length > 0 && names.length <= FEW ? `use ${names.map((n) => `\`${n}\``).join(', ')}` : otherwise;
}

function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row.push(Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    above = row;
  }
  return above[b.length];
}
