import type { Metadata } from '../kinds';
import type { Findings } from '../schema/finding';
import { show } from '../schema/show';

const LEVELS: ReadonlySet<string> = new Set(['privileged', 'baseline', 'restricted']);
const VERSION = /^(latest|v1\.(0|[1-9]\d*))$/;

/** Pod Security labels, whose values the API server checks (https://kubernetes.io/docs/concepts/security/pod-security-admission/). */
export function podSecurityLabels({ labels = {} }: Metadata, findings: Findings): void {
  findings.enter('labels');
  for (const mode of ['enforce', 'audit', 'warn']) {
    const key = `pod-security.kubernetes.io/${mode}`;
    const level = labels[key];
    if (level !== undefined && !LEVELS.has(level)) {
      findings.addAt([key], 'bad-value', `must be one of ${[...LEVELS].join(', ')}, got ${show(level)}`, { value: level });
    }
    const version = labels[`${key}-version`];
    if (version !== undefined && !VERSION.test(version)) {
      findings.addAt([`${key}-version`], 'bad-value', `must be \`latest\` or \`v1.N\`, got ${show(version)}`, { value: version });
    }
  }
  findings.leave();
}
