import { namespacesOf, type Site } from '../authorization/site';
import { captureOf } from '../cluster/capture';
import { readingOf } from '../cluster/service-entries';
import type { Caller, Destination } from '../types';
import { tokenRulesOf } from '../tokens/rule';
import type { World } from '../world';
import { ztunnelArrivals } from '../ztunnel/arrival';
import { attachedTo } from '../ztunnel/attached';
import { ztunnelLayers } from '../ztunnel/layers';
import { linkerdLayer } from '../linkerd/layer';
import { arrivals } from './arrival';
import { authorizationAllow } from './authorization-allow';
import { authorizationDeny } from './authorization-deny';
import { capture } from './capture';
import { custom } from './custom';
import { egressPolicy } from './egress-policy';
import { egressScope } from './egress-scope';
import { ingressPolicy } from './ingress-policy';
import type { LayerAt } from './layer';
import { mtls } from './mtls';
import { requestAuthentication } from './request-authentication';

/** The layers between a caller and a pod that it reaches by itself. INVARIANT: in the order of `LAYERS`. */
export function podLayers(site: Site): readonly LayerAt[] {
  const { world, destination } = site;
  const linkerd = linkerdLayer(world, destination);
  return [
    egressPolicy(world, destination),
    egressScope(world, destination),
    ingressPolicy(world, destination),
    ...(linkerd === undefined ? [] : [linkerd]),
    ...(site.engine === 'ztunnel' ? ztunnelLayers(site) : sidecarLayers(site)),
  ];
}

function sidecarLayers(site: Site): readonly LayerAt[] {
  return [capture(site), mtls(site), requestAuthentication(site), custom(site), authorizationDeny(site), authorizationAllow(site)];
}

export function podSite(world: World, destination: Destination): Site {
  const { workload, port, protocol } = destination;
  if (workload.dataPlane === 'ambient') return ztunnelSite(world, destination);
  const namespaces = namespacesOf(world, workload.namespace).map((n) => world.policies.in(n));
  const requests = namespaces.flatMap((n) => n.request.selecting(workload.labels));
  return {
    world,
    destination,
    engine: 'sidecar',
    authorization: namespaces.flatMap((n) => n.authorization.selecting(workload.labels)),
    requests,
    capture: captureOf(world, destination),
    // Only TCP is ever captured, and so understood.
    protocol: protocol === 'TCP' ? readingOf(world, workload, port).protocol : 'tcp',
    tokens: tokenRulesOf(requests),
    arrive: remembering(arrivals(world, destination)),
  };
}

/** Whatever Services say of the port, ztunnel sees bytes. */
function ztunnelSite(world: World, destination: Destination): Site {
  return {
    world,
    destination,
    engine: 'ztunnel',
    authorization: attachedTo(world, destination.workload).sources,
    requests: [],
    capture: captureOf(world, destination),
    protocol: 'tcp',
    tokens: [],
    arrive: remembering(ztunnelArrivals(world, destination)),
  };
}

/** Four layers ask the same about one caller after the other. */
function remembering<T>(f: (caller: Caller) => T): (caller: Caller) => T {
  let last: readonly [Caller, T] | undefined;
  return (caller) => {
    if (last?.[0] !== caller) last = [caller, f(caller)];
    return last[1];
  };
}
