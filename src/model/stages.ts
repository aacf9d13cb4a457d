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

const PARTS: readonly { readonly part: PendingPart; readonly from: StageName; readonly ofProxies: boolean }[] = [
  { part: 'mutual TLS', from: 'mutual-tls', ofProxies: true },
  { part: 'authorization', from: 'authorization', ofProxies: true },
  { part: 'ingress NetworkPolicy', from: 'network-policy', ofProxies: false },
  { part: 'egress NetworkPolicy', from: 'egress-scope', ofProxies: false },
  { part: 'egress scope', from: 'egress-scope', ofProxies: true },
];

/** What is not enforced yet. `meshed`: a proxy of the mesh stands before its pods. */
export function pendingParts(staged: Staged, meshed: boolean): readonly PendingPart[] {
  return PARTS.filter(({ from, ofProxies }) => (meshed || !ofProxies) && !hasReached(staged, from)).map(({ part }) => part);
}
