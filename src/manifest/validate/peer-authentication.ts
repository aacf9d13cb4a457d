import type { PeerAuthenticationSpec } from '../kinds';
import type { Findings } from '../schema/finding';

export function portLevelNeedsSelector({ selector, portLevelMtls }: PeerAuthenticationSpec, findings: Findings): void {
  if (portLevelMtls !== undefined && Object.keys(selector?.matchLabels ?? {}).length === 0) {
    findings.addAt(['portLevelMtls'], 'missing-field', 'needs a `selector` with labels', {
      repair: 'port modes hold for selected workloads only; add `selector.matchLabels`',
    });
  }
}
