import type { Findings } from '../schema/finding';
import { show } from '../schema/show';

/** `exportTo` of a DestinationRule or ServiceEntry: `.` is the own namespace, `*` is everyone and `~` is nobody; these two stand alone. */
export function exportTo(entries: readonly string[], namespace: string | undefined, findings: Findings): void {
  const seen = new Set<string>();
  findings.enter('exportTo');
  entries.forEach((entry, i) => {
    const name = entry === '.' ? namespace ?? entry : entry;
    if (seen.has(name)) findings.addAt([i], 'duplicate-value', `${show(entry)} is already exported to`, { value: entry });
    seen.add(name);
  });
  for (const alone of ['*', '~']) {
    if (entries.includes(alone) && entries.length > 1) findings.add('conflict', `\`${alone}\` cannot be combined with other entries`);
  }
  findings.leave();
}
