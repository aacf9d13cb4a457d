import type { MutualTlsMode, PeerAuthentication } from '../../manifest/kinds';
import type { From } from '../cluster/policies';
import { carries } from '../matcher/selector';
import { ruleRef } from '../refs';
import type { RuleRef, WorkloadView } from '../types';
import type { World } from '../world';
import { both, fieldsFor, NOBODY } from './fields';
import { type Group, indexed, type Match, type ZtunnelPolicy } from './policy';

type Policy = From<PeerAuthentication>;
type Mode = Exclude<MutualTlsMode, 'UNSET'>;

const PORTS = fieldsFor('').ports;

/**
 * ztunnel knows no modes: istiod makes DENY policies about callers without identity of them, one static for STRICT and one per
 * PeerAuthentication with ports, and tells each workload which of them are its own. Step by step as istiod does it, because the steps do
 * not always come to what the modes say: DISABLE is PERMISSIVE, but beside an unset mode under a STRICT parent a port that is DISABLE
 * stays STRICT unless another is PERMISSIVE.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/serviceregistry/ambient/authorization.go (`convertedSelectorPeerAuthentications`)
 */
export function strictnessOf(world: World, workload: WorkloadView): readonly ZtunnelPolicy[] {
  const { mesh, namespace, own } = effective(world, workload);
  const inherited = modeOf(namespace) === undefined ? mesh : namespace;
  const setting = modeOf(own) === undefined ? inherited : own;
  const isStrict = modeOf(setting) === 'STRICT';
  const ports = Object.values(own?.object.spec.portLevelMtls ?? {}).map(({ mode }) => mode);
  const statically = (): readonly ZtunnelPolicy[] => (isStrict ? [strictPolicy(setting!)] : []);
  if (own === undefined || ports.length === 0) return statically();
  const exceptional = isStrict
    ? ports.some((mode) => mode === 'PERMISSIVE' || (mode === 'DISABLE' && modeOf(own) === 'STRICT'))
    : ports.includes('STRICT');
  const withPorts = exceptional ? portPolicy(world, own) : undefined;
  return [...(isStrict && exceptional ? [] : statically()), ...(withPorts === undefined ? [] : [withPorts])];
}

interface Effective {
  readonly mesh?: Policy | undefined;
  readonly namespace?: Policy | undefined;
  readonly own?: Policy | undefined;
}

/** The oldest of each scope. An empty selector is none, but in the root namespace it is one for all others, and so counts for nobody. */
function effective(world: World, { namespace, labels }: WorkloadView): Effective {
  const { rootNamespace } = world.settings;
  const ofRoot = world.policies.in(rootNamespace).peer.all;
  if (namespace === rootNamespace) return { mesh: ofRoot.find((p) => !selects(p)) };
  const mesh = ofRoot.find((p) => p.object.spec.selector === undefined);
  const fitting = world.policies.in(namespace).peer.all.filter((p) => carries(labels, p.object.spec.selector?.matchLabels));
  return { mesh, namespace: fitting.find((p) => !selects(p)), own: fitting.find(selects) };
}

function selects(p: Policy): boolean {
  return Object.keys(p.object.spec.selector?.matchLabels ?? {}).length > 0;
}

function modeOf(p: Policy | undefined): Mode | undefined {
  const mode = p?.object.spec.mtls?.mode;
  return mode === 'UNSET' ? undefined : mode;
}

function strictPolicy(source: Policy): ZtunnelPolicy {
  return { source, action: 'DENY', groups: indexed([{ ref: ruleRef(source, 'spec.mtls.mode'), clauses: [[[NOBODY]]] }]) };
}

/**
 * One DENY for all ports: of those that are STRICT by themselves a group each; where the rest is STRICT, a group that leaves out the
 * ports that are not. Undefined: nothing to say.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/serviceregistry/ambient/authorization.go (`convertPeerAuthentication`)
 */
function portPolicy(world: World, source: Policy): ZtunnelPolicy | undefined {
  const mode = modeOf(source);
  const parent = parentsOf(world, source.object.metadata.namespace ?? 'default');
  const ports = Object.entries(source.object.spec.portLevelMtls ?? {}).sort(([a], [b]) => Number(a) - Number(b));
  const ref = (port: string): RuleRef => ruleRef(source, `spec.portLevelMtls.${port}`);
  const strict = ports.filter(([, p]) => p.mode === 'STRICT' && mode !== 'STRICT' && !parent.coversStrictPorts(mode));
  const open = ports.filter(([, p]) => (p.mode === 'PERMISSIVE' || p.mode === 'DISABLE') && mode !== 'PERMISSIVE' && mode !== 'DISABLE'
    && (mode === 'STRICT' || !parent.isKnownOpen));
  if (mode === 'STRICT' && open.length === 0) return undefined;
  const groups: Omit<Group, 'position'>[] = strict.map(([port]) => ({ ref: ref(port), clauses: [[[NOBODY, ...onPort(port)]]] }));
  const rest: Match[] = [
    ...(mode === 'STRICT' ? [[NOBODY]] : []),
    ...open.map(([port]) => exceptPort(port)),
    ...(parent.isStrict && open.length > 0 ? [[NOBODY]] : []),
  ];
  if (rest.length > 0) groups.push({ ref: ruleRef(source, 'spec'), clauses: rest.map((match) => [match]) });
  return groups.length === 0 ? undefined : { source, action: 'DENY', groups: indexed(groups) };
}

function onPort(port: string): Match {
  return both(PORTS, 'ports', [port], 'notPorts');
}

function exceptPort(port: string): Match {
  return both(PORTS, 'ports', [], 'notPorts', [port]);
}

interface Parents {
  /** The mode of what the policy inherits from, where nothing is set in between. */
  readonly isStrict: boolean;
  /** Set above, and not to STRICT; also where nothing is set at all. */
  readonly isKnownOpen: boolean;
  coversStrictPorts(mode: Mode | undefined): boolean;
}

/** Here only policies without any selector are parents; elsewhere an empty one counts as none. */
function parentsOf(world: World, namespace: string): Parents {
  const oldest = (n: string): Policy | undefined => world.policies.in(n).peer.all.find((p) => p.object.spec.selector === undefined);
  const ns = oldest(namespace);
  const root = oldest(world.settings.rootNamespace);
  const rootDecides = (ns === undefined || modeOf(ns) === undefined) && modeOf(root) === 'STRICT';
  return {
    isStrict: rootDecides || modeOf(ns) === 'STRICT',
    isKnownOpen: (ns !== undefined && modeOf(ns) !== 'STRICT') || (ns === undefined && modeOf(root) !== 'STRICT'),
    coversStrictPorts: (mode) => (mode === undefined && modeOf(ns) === 'STRICT') || rootDecides,
  };
}
