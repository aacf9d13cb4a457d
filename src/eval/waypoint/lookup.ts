import type { Gateway, Labels } from '../../manifest/kinds';
import { GATEWAY_NAME, WAYPOINT_CLASS } from '../cluster/gateways';
import type { From } from '../cluster/policies';
import { selects, selectsKnowing } from '../matcher/selector';
import { type Tri, tri } from '../tri';
import type { WorkloadView } from '../types';
import { namespaceLabels, type World } from '../world';

export interface Named {
  readonly namespace: string;
  readonly name: string;
}

const USE = 'istio.io/use-waypoint';
const USE_NAMESPACE = 'istio.io/use-waypoint-namespace';
const CANARY = 'istio.io/use-waypoint-canary';
const TRAFFIC = 'istio.io/waypoint-for';
const SANDWICH = 'ambient.istio.io/waypoint-inbound-binding';
const HBONE = { protocol: 'HBONE', port: 15008 };

/** A waypoint, by the name that labels give it. */
export interface Asked extends Named {
  /** A second one takes a share of it. */
  readonly canary: boolean;
}

/** By a Service's, ServiceEntry's or pod's own labels, else its namespace's. Undefined: for none. */
export function askedFor(world: World, namespace: string, own: Labels = {}): Asked | undefined | 'not known' {
  const ofNamespace = world.namespaces.get(namespace);
  if (own[USE] === undefined && ofNamespace === undefined) return world.settings.namespaceDataPlanes?.[namespace] === undefined ? 'not known' : undefined;
  const labels = own[USE] === undefined ? ofNamespace! : own;
  const name = labels[USE];
  if (name === undefined || name === 'none') return undefined;
  const canary = labels[CANARY] ?? '';
  return { name, namespace: labels[USE_NAMESPACE] ?? namespace, canary: canary !== '' && canary !== 'none' };
}

type Found = { readonly unknown: string } | { readonly pod: WorkloadView; readonly gateway: From<Gateway> | undefined };

/** Undefined: not in the manifests. Without its Gateway a waypoint is there if somebody states its pods. */
export function findWaypoint(world: World, { namespace, name }: Named): Found | undefined {
  const gateway = world.gateways.find(namespace, name);
  const pod = world.workloads.find((w) => w.dataPlane === 'waypoint' && w.namespace === namespace && w.labels[GATEWAY_NAME] === name);
  if (gateway === undefined) return pod && { pod, gateway };
  const { metadata, spec } = gateway.object;
  if (spec.gatewayClassName !== WAYPOINT_CLASS) return { unknown: `Gateway ${namespace}/${name} is of class \`${spec.gatewayClassName}\`, which is not modelled as a waypoint` };
  if (metadata.annotations?.[SANDWICH] !== undefined) return { unknown: `what Gateway ${namespace}/${name} does under the annotation \`${SANDWICH}\` is not modelled` };
  return pod === undefined ? { unknown: `the pods of Gateway ${namespace}/${name} are not in the manifests` } : { pod, gateway };
}

/** What it stands before: `service`, `workload`, `all` or `none`. */
export function trafficOf(gateway: From<Gateway> | undefined): string {
  return gateway?.object.metadata.labels?.[TRAFFIC] ?? 'service';
}

/** `allowedRoutes` of its HBONE listener; left out: its own namespace. */
export function accepts(world: World, gateway: From<Gateway> | undefined, own: string, from: string): Tri {
  if (gateway === undefined) return 'yes';
  const listener = gateway.object.spec.listeners.find((l) => l.protocol === HBONE.protocol && l.port === HBONE.port);
  const namespaces = listener?.allowedRoutes?.namespaces;
  switch (namespaces?.from) {
    case 'All': return 'yes';
    case 'Selector': {
      const { labels, complete } = namespaceLabels(world, from);
      // Without a selector nothing is selected.
      if (namespaces.selector === undefined) return 'no';
      return complete ? tri(selects(namespaces.selector, labels)) : selectsKnowing(namespaces.selector, labels);
    }
    default: return tri(own === from);
  }
}
