import type { Labels } from '../kinds';
import type { Findings } from '../schema/finding';
import { show } from '../schema/show';

/** The API server takes no workload of group apps that would not find its own pods. */
export function selectorMatchesTemplate(selector: Labels, template: Labels, findings: Findings): void {
  for (const [key, value] of Object.entries(selector)) {
    if (template[key] === value) continue;
    const has = template[key] === undefined ? `have no \`${key}\`` : `have \`${key}: ${template[key]}\``;
    findings.addAt(['selector', 'matchLabels', key], 'conflict', `the labels of \`template\` must match the selector, which asks for ${show(value)}; they ${has}`, {
      value, repair: 'give both the same label',
    });
  }
}
