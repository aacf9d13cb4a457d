/** The lines by which two access tables differ, as `diff` marks them, each with what is called; none: the same access. */
export function diff(before: string, after: string): readonly string[] {
  const [a, b] = [grants(before), grants(after)];
  return [
    ...[...a].filter((grant) => !b.has(grant)).map((grant) => `- ${grant}`),
    ...[...b].filter((grant) => !a.has(grant)).map((grant) => `+ ${grant}`),
  ];
}

/** Below each heading of a table its callers are indented. */
function grants(table: string): ReadonlySet<string> {
  let heading = '';
  const found = new Set<string>();
  for (const line of table.split('\n').filter((text) => text !== '')) {
    if (line.startsWith(' ')) found.add(`${heading}: ${line.trim().replace(/ {2,}/g, '  ')}`);
    else heading = line;
  }
  return found;
}
