import { namespaceOfObject } from './cluster/policies';
import { combined, decisionOf } from './layers/combined';
import type { Prepared } from './prepare';
import { refText, ruleRef } from './refs';
import { EVERYTHING, NOTHING } from './request-set';
import type { Caller, Destination, LayerDecision, LayerSet, RuleRef, WorkloadView } from './types';
import type { World } from './world';

/**
 * `internalTrafficPolicy: Local` leads to pods on the caller's own node, and nowhere if none is there; kube-proxy, sidecars, gateways and ztunnel go
 * by it alike. Nodes are not in manifests: on each one runs a pod of a DaemonSet alone, and every pod is on its own.
 *
 * https://kubernetes.io/docs/concepts/services-networking/service-traffic-policy/,
 * https://github.com/istio/istio/blob/master/pilot/pkg/xds/endpoints/endpoint_builder.go (`NodeLocal`)
 */
export function onItsNode(world: World, prepared: Prepared): Prepared {
  const ref = onlyOnNode(world, prepared.destination);
  if (ref === undefined) return prepared;
  const ends = endsOf(world, prepared.destination);
  if (ends.some((end) => isOfDaemonSet(world, end))) return prepared;
  const text = `whether a pod of Service ${ref.source.object.metadata.name} runs on the caller's node, to which ${refText(ref)} keeps the call, is not in the manifests`;
  const decided: LayerDecision = { layer: 'egress-scope', answer: 'undetermined', text, because: [ref] };
  const explored: LayerSet = { layer: 'egress-scope', allow: NOTHING, maybe: EVERYTHING, because: [ref] };
  const isSure = (caller: Caller): boolean => isOutside(caller) || (caller.workload !== undefined && ends.includes(caller.workload));
  const among = <T extends { readonly layer: string }>(layers: readonly T[], is: T, isOpen: (layer: T) => boolean): readonly T[] => {
    const at = layers.findIndex((l) => l.layer === is.layer);
    return at < 0 ? [is, ...layers] : layers.map((l, i) => (i === at && isOpen(l) ? is : l));
  };
  return {
    ...prepared,
    get layers() {
      return prepared.layers;
    },
    decide: (caller, request) => {
      const decision = prepared.decide(caller, request);
      return isSure(caller) ? decision : decisionOf(among(decision.layers, decided, (l) => l.answer === 'allow'));
    },
    explore: (caller) => {
      const found = prepared.explore(caller);
      return isSure(caller) ? found : combined(among(found.layers, explored, (l) => l.allow.boxes.length > 0));
    },
  };
}

function onlyOnNode({ services }: World, { service }: Destination): RuleRef | undefined {
  const found = service && services.find(service.namespace, service.name);
  if (found === undefined || found.headless || found.source.object.spec.internalTrafficPolicy !== 'Local') return undefined;
  return ruleRef(found.source, 'spec.internalTrafficPolicy');
}

function endsOf({ services }: World, { service }: Destination): readonly WorkloadView[] {
  const found = services.find(service!.namespace, service!.name)!;
  const port = found.ports.find((p) => p.port === service!.port);
  return port === undefined ? [] : services.endpoints(found, port).map(({ workload }) => workload);
}

/** Of clients that come in at a node port or load balancer `externalTrafficPolicy` speaks, which those know. */
function isOutside({ workload, principal, pod, ip }: Caller): boolean {
  return workload === undefined && principal === undefined && pod !== true && ip !== undefined;
}

export function isOfDaemonSet({ objects }: World, { namespace, name, assumed }: WorkloadView): boolean {
  return !assumed && objects.some((source) => source.object.kind === 'DaemonSet' && source.object.metadata.name === name && namespaceOfObject(source) === namespace);
}
