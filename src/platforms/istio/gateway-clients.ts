import type { AuthorizationPolicy } from '../../manifest/kinds';
import type { BaselineModel } from '../../model/model';
import { metadata } from '../metadata';
import type { Slot } from '../platform';

type OpenGateway = BaselineModel['gateways'][number] & { readonly slot: string; readonly owner: string };

/**
 * A gateway stays open on its ports. There is no `from` on purpose: it faces clients that have no identity of this mesh;
 * without this policy the root namespace's allow-nothing, which selects gateways as well, would close it.
 */
export function gatewayClients({ slot, owner, id, namespace, labels, ports }: OpenGateway): Slot<AuthorizationPolicy> {
  // A rule without ports would also open the gateway's metrics and administration to clients.
  if (ports.length === 0) throw new Error(`gateway \`${id}\` has no ports`);
  return {
    id: slot,
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: metadata(`${id.slice(id.lastIndexOf('/') + 1)}-clients`, namespace, owner),
    body: () => ({
      spec: { selector: { matchLabels: labels }, action: 'ALLOW', rules: [{ to: [{ operation: { ports: ports.map(String) } }] }] },
    }),
  };
}
