import type { Caller, Destination } from '../types';
import { refText, ruleRef } from '../refs';
import type { World } from '../world';
import type { ClientTls } from './client-tls';
import { dialledService, inScope, passesThrough, sidecarsFor } from './sidecar-scope';

/**
 * A Service that the caller's proxy does not import, under an outbound policy that lets it pass: the proxy sends on what the application
 * sent, without mTLS. Undefined: it is not so. An identity of which no workload is known may be one that no Sidecar holds.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/cluster_builder.go (`buildDefaultPassthroughCluster`)
 */
export function sentPast(world: World, { workload, labels }: Caller, service: NonNullable<Destination['service']>): ClientTls | undefined {
  if (workload?.dataPlane !== 'sidecar') return undefined;
  const [sidecar, ...others] = sidecarsFor(world, workload.namespace, labels);
  if (others.length > 0 || passesThrough(world, sidecar) !== 'yes') return undefined;
  const dialled = dialledService(world, service);
  const known = inScope(sidecar, workload.namespace, dialled);
  if (known === 'yes') return undefined;
  const because = sidecar === undefined ? [] : [ruleRef(sidecar, 'spec.egress')];
  const scope = sidecar === undefined ? 'what is exported to its namespace' : `the scope of ${refText(because[0])}`;
  return known === 'no'
    ? { mode: 'plaintext', text: `${dialled.host} is not in ${scope}, and passes as it is`, because }
    : { mode: 'auto-or-plaintext', text: `whether ${dialled.host} is in ${scope} is not modelled`, because };
}
