import type { NetworkPolicyEgressRule } from '../manifest/kinds';
import type { ClusterModel, ServiceModel } from '../model/model';
import { ipBlocks } from './addresses';

/**
 * Where the Service `kubernetes` and the servers behind it listen: a network plugin may see either port, and the addresses are the
 * servers' alone. https://kubernetes.io/docs/reference/networking/ports-and-protocols/
 */
const PORTS = [443, 6443];

/** The Service that leads to it: https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ */
export const API_SERVER = { namespace: 'default', name: 'kubernetes' } as const;

export function apiServerRules({ apiServerCidrs }: ClusterModel, { id, apiServer }: ServiceModel): readonly NetworkPolicyEgressRule[] {
  if (apiServer === undefined) return [];
  // Without a peer the rule would open these ports to everywhere.
  if (apiServerCidrs.length === 0) throw new Error(`\`${id}\` calls an API server at no known address`);
  return [{ to: ipBlocks(apiServerCidrs, []).map((ipBlock) => ({ ipBlock })), ports: PORTS.map((port) => ({ protocol: 'TCP', port })) }];
}
