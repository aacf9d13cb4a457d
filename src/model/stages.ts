import type { DataPlaneName } from './mesh';

/** In the order in which a live namespace goes through them; each enforces what those before it do. */
export const STAGES = ['observe', 'mutual-tls', 'authorization', 'network-policy', 'egress-scope', 'done'] as const;
export type StageName = typeof STAGES[number];

/** Something that is put under management while it runs. */
export interface Staged {
  /** Left out: all of it is enforced. */
  readonly stage?: StageName;
}

export function hasReached({ stage = 'done' }: Staged, at: StageName): boolean {
  return STAGES.indexOf(stage) >= STAGES.indexOf(at);
}

/** A part of what is enforced that waits for its stage. */
export type PendingPart = 'mutual TLS' | 'authorization' | 'ingress NetworkPolicy' | 'egress NetworkPolicy' | 'egress scope';

const PARTS: readonly { readonly part: PendingPart; readonly from: StageName; readonly of: readonly DataPlaneName[] }[] = [
  { part: 'mutual TLS', from: 'mutual-tls', of: ['sidecar', 'ambient'] },
  { part: 'authorization', from: 'authorization', of: ['sidecar', 'ambient'] },
  { part: 'ingress NetworkPolicy', from: 'network-policy', of: ['sidecar', 'ambient', 'none'] },
  { part: 'egress NetworkPolicy', from: 'egress-scope', of: ['sidecar', 'ambient', 'none'] },
  { part: 'egress scope', from: 'egress-scope', of: ['sidecar'] },
];

/** What is not enforced yet, of what its data plane has at all. */
export function pendingParts(staged: Staged, dataPlane: DataPlaneName): readonly PendingPart[] {
  return PARTS.filter(({ from, of }) => of.includes(dataPlane) && !hasReached(staged, from)).map(({ part }) => part);
}
