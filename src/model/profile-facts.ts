import type { CallerModel } from './caller';
import type { AddressAndPort, ClusterFact, MeshModel, MetadataServerModel } from './mesh';
import type { AccessModel } from './model';

/** What was taken from the cluster's profile because nothing else was given, and bears on what is declared, in words. Empty without a profile. */
export function profileFacts(model: Pick<AccessModel, 'edges' | 'externals' | 'gateways' | 'mesh'>): readonly string[] {
  const { profile } = model.mesh.cluster;
  const bears = (fact: ClusterFact): boolean => {
    if (fact === 'load-balancers') return hasLoadBalancers(model);
    return fact !== 'metadata-server' || asksMetadataServer(model);
  };
  const facts = (profile?.provides ?? []).filter(bears);
  return facts.map((fact) => `${profile?.name}: ${factText(fact, model.mesh)}`);
}

function hasLoadBalancers({ edges, gateways = [] }: Pick<AccessModel, 'edges' | 'gateways'>): boolean {
  const is = (caller: CallerModel): boolean => caller.kind === 'addresses' && caller.role === 'load-balancer';
  return edges.some(({ caller }) => is(caller)) || gateways.some(({ listeners }) => listeners.some(({ clients }) => clients.some(is)));
}

/** And not something else on its node. */
function asksMetadataServer({ externals, mesh: { cluster } }: Pick<AccessModel, 'externals' | 'mesh'>): boolean {
  const { metadataServer } = cluster;
  return metadataServer !== undefined
    && externals.some(({ onNode, addresses }) => onNode !== undefined && addresses.includes(metadataServer.address));
}

function metadataText({ address, port, seen }: MetadataServerModel): string {
  const at = (place: AddressAndPort): string => `${place.address} on port ${place.port}`;
  return `each node answers for the cloud at ${at({ address, port })}${seen === undefined ? '' : `, which NetworkPolicy sees as ${at(seen)}`}`;
}

function factText(fact: ClusterFact, { cluster }: MeshModel): string {
  switch (fact) {
    case 'dns': return `names are answered by ${podsText(cluster.dns)}`;
    case 'istio-cni': return 'istio-cni sets up the redirection of sidecars';
    case 'load-balancers': return `load balancers check health from ${(cluster.loadBalancerCidrs ?? []).join(', ')}`;
    case 'metadata-server': return cluster.metadataServer === undefined ? '' : metadataText(cluster.metadataServer);
    case 'node-local-dns': return `caches of names on the nodes are ${podsText(cluster.nodeLocalDnsPods ?? cluster.dns)}`;
    case 'pods': return `pods are in ${cluster.podCidrs.join(', ')}`;
    case 'services': return `Services are in ${cluster.serviceCidrs.join(', ')}`;
  }
}

/** `pods of kube-system with k8s-app=kube-dns on port 53`. */
export function podsText({ namespace, podLabels, port }: MeshModel['cluster']['dns']): string {
  const labels = Object.entries(podLabels).map(([key, value]) => `${key}=${value}`).sort().join(', ');
  return `pods of ${namespace} with ${labels} on port ${port}`;
}
