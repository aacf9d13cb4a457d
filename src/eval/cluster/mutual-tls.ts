import type { MutualTlsMode, PeerAuthentication } from '../../manifest/kinds';
import { ruleRef } from '../refs';
import type { RuleRef, WorkloadView } from '../types';
import type { World } from '../world';
import type { From } from './policies';

export type Mode = Exclude<MutualTlsMode, 'UNSET'>;

export interface EffectiveMode {
  readonly mode: Mode;
  /** What set it; undefined: Istio's default. */
  readonly because?: RuleRef;
}

const isUnselective = (p: From<PeerAuthentication>): boolean => Object.keys(p.object.spec.selector?.matchLabels ?? {}).length === 0;

/**
 * The mode of one workload port. Narrowest scope that sets one wins: port, workload, namespace, mesh; within a scope the oldest.
 * A selector in the root namespace selects nothing; a port counts only in a policy with selector, and is the workload's.
 *
 * https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export function mutualTlsMode(world: World, workload: WorkloadView, port: number): EffectiveMode {
  const { rootNamespace } = world.settings;
  const inRoot = workload.namespace === rootNamespace;
  const selecting = inRoot ? [] : world.policies.in(workload.namespace).peer.selecting(workload.labels);
  const ofWorkload = selecting.find((p) => !isUnselective(p));
  const ofNamespace = inRoot ? undefined : world.policies.in(workload.namespace).peer.unselective;
  const ofMesh = world.policies.in(rootNamespace).peer.unselective;

  const portMode = ofWorkload?.object.spec.portLevelMtls?.[String(port)]?.mode;
  if (ofWorkload !== undefined && isSet(portMode)) return { mode: portMode, because: ruleRef(ofWorkload, `spec.portLevelMtls.${port}`) };
  for (const policy of [ofWorkload, ofNamespace, ofMesh]) {
    const mode = policy?.object.spec.mtls?.mode;
    if (policy !== undefined && isSet(mode)) return { mode, because: ruleRef(policy, 'spec.mtls.mode') };
  }
  return { mode: 'PERMISSIVE' };
}

function isSet(mode: MutualTlsMode | undefined): mode is Mode {
  return mode !== undefined && mode !== 'UNSET';
}
