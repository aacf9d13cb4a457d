import { serviceHost } from '../eval/cluster/hosts';
import { type Dialled, dialledService, inScope, passesThrough, sidecarsFor } from '../eval/cluster/sidecar-scope';
import { egressScope } from '../eval/layers/egress-scope';
import { ruleRef } from '../eval/refs';
import { callerOf } from '../eval/callers';
import { EVERYTHING, isEmpty, isSubset, type RequestSet } from '../eval/request-set';
import type { RuleRef, WorkloadView } from '../eval/types';
import type { World } from '../eval/world';
import type { SidecarEgress } from '../manifest/kinds';
import type { EdgeModel, ServiceModel } from '../model/model';
import { missing } from './compare';
import { accessAt, leadsTo, transport } from './declaration';
import { leastOf } from './declared';
import { checkExternals } from './externals';
import type { Gap, Tally } from './gap';
import type { Context } from './knocks';
import { FRESH } from './minimal';
import { planeOf } from './planes';
import { API_SERVER, hostsInScope } from './projection/egress-scope';
import { isEnforced } from './stages';

const SOME_PORT = 80;

/**
 * The caller's Sidecar: no host in its scope but those it calls, nothing past it, and all of those it calls. Until its stage has come, the
 * last alone. In ambient there is no scope, and still something may be in the way of what is called.
 */
export function checkScope(context: Context, service: ServiceModel, workload: WorkloadView, tally: Tally): readonly Gap[] {
  if (context.declaration.model.mesh.platform !== 'istio') return [];
  const plane = planeOf(service, workload);
  if (plane === 'ambient') return unreachable(context, service, workload, tally);
  if (plane !== 'sidecar') return [];
  const checks = [...(isEnforced(service, 'egress-scope') ? [tooManyHosts] : []), unreachable, apiServerUnknown, checkExternals];
  return checks.flatMap((check) => check(context, service, workload, tally));
}

function tooManyHosts({ world, declared: declaration }: Context, service: ServiceModel, workload: WorkloadView, tally: Tally): readonly Gap[] {
  const declared = hostsInScope(declaration, service);
  const gap = (callee: string, because: readonly RuleRef[], undecided = false): Gap => ({
    statement: 'layer-least-privilege', layer: 'egress-scope', caller: service.id, callee, protocol: 'TCP', requests: EVERYTHING, because, service,
    undecided,
  });
  return sidecarsFor(world, workload.namespace, workload.labels).flatMap((sidecar) => {
    const because = sidecar === undefined ? [] : [ruleRef(sidecar, 'spec.egress')];
    const passes = passesThrough(world, sidecar);
    tally.decisions++;
    const outbound = sidecar === undefined ? [] : [ruleRef(sidecar, 'spec.outboundTrafficPolicy')];
    const past = passes === 'no' ? [] : [gap('hosts that nothing mentions', outbound, passes === 'unknown')];
    const { egress } = sidecar?.object.spec ?? {};
    const others = [...candidates(world, egress), ...strangers(world, service), ...unseen(world, service, egress)]
      .filter((d) => !declared.has(d.host));
    const seen = others.flatMap((dialled) => {
      const known = inScope(sidecar, workload.namespace, dialled);
      tally.decisions++;
      return known === 'no' ? [] : [gap(dialled.host, because, known === 'unknown')];
    });
    return [...past, ...[...new Map(seen.map((g) => [g.callee, g])).values()]];
  });
}

const hosts = new WeakMap<World, ReadonlyMap<string, readonly Dialled[]>>();

/** By host, every Service and ServiceEntry of the manifests. */
function registry(world: World): ReadonlyMap<string, readonly Dialled[]> {
  let known = hosts.get(world);
  if (known === undefined) {
    const map = new Map<string, Dialled[]>();
    const add = (d: Dialled): void => {
      const before = map.get(d.host);
      if (before === undefined) map.set(d.host, [d]);
      else before.push(d);
    };
    for (const { namespace, name, ports } of world.services.all) for (const { port } of ports) add(dialledService(world, { namespace, name, port }));
    for (const { object: { spec, metadata } } of world.policies.serviceEntries) {
      for (const host of spec.hosts) {
        for (const { number } of spec.ports ?? []) {
          const exportTo = spec.exportTo === undefined ? {} : { exportTo: spec.exportTo };
          add({ host, namespace: metadata.namespace ?? 'default', port: number, ...exportTo });
        }
      }
    }
    known = map;
    hosts.set(world, known);
  }
  return known;
}

/** Only names without a star need a look-up instead of a pass over the whole registry. */
function candidates(world: World, egress: readonly SidecarEgress[] | undefined): readonly Dialled[] {
  const names = egress?.flatMap((e) => e.hosts.map((h) => h.slice(h.indexOf('/') + 1).toLowerCase()));
  const starred = egress?.some((e) => e.hosts.some((h) => h.includes('*') && h !== '~/*'));
  if (names === undefined || names.length === 0 || starred) return [...registry(world).values()].flat();
  return names.flatMap((n) => registry(world).get(n) ?? []);
}

/** Services that nobody declared, here and elsewhere: a star imports them as soon as they exist. */
function strangers(world: World, service: ServiceModel): readonly Dialled[] {
  const name = FRESH.value;
  return [service.namespace, FRESH.namespace].map((namespace) => ({ host: serviceHost(world, { namespace, name }), namespace, port: SOME_PORT }));
}

/** What each entry imports as soon as it exists: no manifest shows all the Services of a cluster. */
function unseen(world: World, { namespace: own }: ServiceModel, egress: readonly SidecarEgress[] = []): readonly Dialled[] {
  return egress.flatMap(({ hosts, port }) => hosts.map((entry) => entry.toLowerCase()).filter((entry) => !entry.startsWith('~/')).map((entry): Dialled => {
    const [place, pattern] = [entry.slice(0, entry.indexOf('/')), entry.slice(entry.indexOf('/') + 1)];
    const namespace = place === '.' ? own : place === '*' ? FRESH.namespace : place;
    const host = pattern === '*' ? serviceHost(world, { namespace, name: FRESH.value }) : pattern.replace('*', FRESH.host);
    return { host, namespace, port: port?.number ?? SOME_PORT };
  }));
}

/** Every declared call, through each Service that leads to it, must be in scope. */
function unreachable({ world, declared: declaration, podsOf }: Context, service: ServiceModel, workload: WorkloadView, tally: Tally): readonly Gap[] {
  const caller = callerOf(world, workload);
  const gap = (callee: string, port: number, undecided: boolean, because: readonly RuleRef[], edge: EdgeModel, requests: RequestSet): Gap => ({
    statement: 'declared-works', layer: 'egress-scope', protocol: 'TCP', caller: workload.id, callee, port, because,
    requests, undecided, service, edge,
  });
  return declaration.edgesFrom(service).flatMap((edge) => {
    const callee = declaration.service(edge.callee);
    const granted = new Set(edge.access.filter((a) => transport(a.protocol) === 'TCP').map((a) => a.targetPort));
    const { namespace, kubernetesServices } = callee;
    const dials = kubernetesServices.flatMap((s) => podsOf(callee).filter((pod) => leadsTo(s, pod)).slice(0, 1).flatMap((workload) => (
      s.ports.filter((p) => granted.has(p.targetPort)).map(({ port, targetPort }) => (
        { workload, port: targetPort, protocol: 'TCP' as const, service: { namespace, name: s.name, port } }
      ))
    )));
    return dials.flatMap((dialled): readonly Gap[] => {
      tally.decisions++;
      const set = egressScope(world, dialled).explore(caller);
      const requests = missing(set, leastOf(accessAt(edge, dialled.port, 'TCP')));
      if (isEmpty(requests)) return [];
      return [gap(serviceHost(world, dialled.service), dialled.service.port, isSubset(requests, set.maybe), set.because, edge, requests)];
    });
  });
}

/** Its Service is in every cluster, and seldom in manifests. */
function apiServerUnknown({ world }: Context, service: ServiceModel, workload: WorkloadView, tally: Tally): readonly Gap[] {
  if (service.apiServer === undefined) return [];
  const { namespace, name, port } = API_SERVER;
  const host = serviceHost(world, { namespace, name });
  return sidecarsFor(world, workload.namespace, workload.labels).flatMap((sidecar): readonly Gap[] => {
    tally.decisions++;
    const known = inScope(sidecar, workload.namespace, { host, namespace, port });
    if (known === 'yes') return [];
    return [{
      statement: 'declared-works', layer: 'egress-scope', protocol: 'TCP', caller: workload.id, callee: `${host}:${port}`, port, requests: EVERYTHING,
      undecided: known === 'unknown', because: sidecar === undefined ? [] : [ruleRef(sidecar, 'spec.egress')], service,
    }];
  });
}
