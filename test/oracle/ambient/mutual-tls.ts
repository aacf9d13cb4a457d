import type { PeerAuthentication } from '../../../src/manifest/kinds';
import { subset, type Universe } from '../oracle';
import type { End } from './cluster';
import type { Group, Match } from './ztunnel';

const NOBODY = { notPrincipals: ['*'] };
const STRICT: Group = [[NOBODY]];

/**
 * PeerAuthentication as ztunnel gets it, statement by statement: `convertedSelectorPeerAuthentications` and `convertPeerAuthentication`.
 * Objects are in the order of their age.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/serviceregistry/ambient/authorization.go
 */
export function denialsOfPlaintext(u: Universe, { pod }: End): readonly Group[] {
  const all = u.objects.filter((o): o is PeerAuthentication => o.kind === 'PeerAuthentication');
  const here = all.filter((p) => p.metadata.namespace === pod!.namespace
    && (p.spec.selector === undefined || subset(p.spec.selector.matchLabels, pod!.labels)));
  const root = pod!.namespace === u.rootNamespace ? [] : all.filter((p) => p.metadata.namespace === u.rootNamespace && p.spec.selector === undefined);
  let [mesh, namespace, workload]: (PeerAuthentication | undefined)[] = [];
  for (const p of [...here, ...root]) {
    const isRoot = p.metadata.namespace === u.rootNamespace;
    if (Object.keys(p.spec.selector?.matchLabels ?? {}).length === 0) {
      if (isRoot) mesh ??= p;
      else namespace ??= p;
    } else if (!isRoot) workload ??= p;
  }
  let strict = modeOf(mesh) === 'STRICT';
  if (modeOf(namespace) !== 'UNSET') strict = modeOf(namespace) === 'STRICT';
  const statically = (): readonly Group[] => (strict ? [STRICT] : []);
  if (workload === undefined) return statically();
  const mode = modeOf(workload);
  if (mode !== 'UNSET') strict = mode === 'STRICT';
  const ports = Object.values(workload.spec.portLevelMtls ?? {}).map((p) => p.mode ?? 'UNSET');
  if (workload.spec.portLevelMtls === undefined) return statically();
  if (!strict) return ports.includes('STRICT') ? converted(u, all, workload) : [];
  const excepting = ports.includes('PERMISSIVE') || (mode === 'STRICT' && ports.includes('DISABLE'));
  return excepting ? converted(u, all, workload) : statically();
}

function converted(u: Universe, all: readonly PeerAuthentication[], own: PeerAuthentication): readonly Group[] {
  const [ns, root] = [own.metadata.namespace, u.rootNamespace]
    .map((namespace) => all.find((p) => p.metadata.namespace === namespace && p.spec.selector === undefined));
  const mode = modeOf(own);
  const groups: Group[] = [];
  const rules: (readonly Match[])[] = mode === 'STRICT' ? [[NOBODY]] : [];
  let nonStrict = false;
  for (const [port, { mode: portMode = 'UNSET' }] of Object.entries(own.spec.portLevelMtls!)) {
    if (portMode === 'STRICT') {
      const covered = mode === 'STRICT' || (mode === 'UNSET' && ns !== undefined && modeOf(ns) === 'STRICT')
        || ((ns === undefined || modeOf(ns) === 'UNSET') && root !== undefined && modeOf(root) === 'STRICT');
      if (!covered) groups.push([[{ ...NOBODY, destinationPorts: [port] }]]);
    } else if (portMode !== 'UNSET') {
      if (mode === 'PERMISSIVE' || mode === 'DISABLE') continue;
      const open = (ns !== undefined && modeOf(ns) !== 'STRICT') || (ns === undefined && modeOf(root) !== 'STRICT');
      if (mode === 'UNSET' && open) continue;
      nonStrict = true;
      rules.push([{ notDestinationPorts: [port] }]);
    }
  }
  if (mode === 'STRICT' && !nonStrict) return [];
  const merge = (root !== undefined && modeOf(root) === 'STRICT' && (ns === undefined || modeOf(ns) === 'UNSET' || modeOf(ns) === 'STRICT'))
    || (ns !== undefined && modeOf(ns) === 'STRICT');
  if (merge && nonStrict) rules.push([NOBODY]);
  return rules.length === 0 ? groups : [...groups, rules];
}

function modeOf(p: PeerAuthentication | undefined): string {
  return p?.spec.mtls?.mode ?? 'UNSET';
}
