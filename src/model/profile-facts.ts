import type { CallerModel } from './caller';
import type { ClusterFact, MeshModel } from './mesh';
import type { AccessModel } from './model';

/** What was taken from the cluster's profile because nothing else was given, and bears on what is declared, in words. Empty without a profile. */
export function profileFacts(model: Pick<AccessModel, 'edges' | 'gateways' | 'mesh'>): readonly string[] {
  const { profile } = model.mesh.cluster;
  const facts = (profile?.provides ?? []).filter((fact) => fact !== 'load-balancers' || hasLoadBalancers(model));
  return facts.map((fact) => `${profile?.name}: ${factText(fact, model.mesh)}`);
}

function hasLoadBalancers({ edges, gateways = [] }: Pick<AccessModel, 'edges' | 'gateways'>): boolean {
  const is = (caller: CallerModel): boolean => caller.kind === 'addresses' && caller.role === 'load-balancer';
  return edges.some(({ caller }) => is(caller)) || gateways.some(({ listeners }) => listeners.some(({ clients }) => clients.some(is)));
}

function factText(fact: ClusterFact, { cluster }: MeshModel): string {
  switch (fact) {
    case 'dns': return `names are answered by ${podsText(cluster.dns)}`;
    case 'istio-cni': return 'istio-cni sets up the redirection of sidecars';
    case 'load-balancers': return `load balancers check health from ${(cluster.loadBalancerCidrs ?? []).join(', ')}`;
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
