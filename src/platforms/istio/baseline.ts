import type { AuthorizationPolicy } from '../../manifest/kinds';
import type { BaselineModel } from '../../model/model';
import { metadata } from '../metadata';
import type { DeclaredMesh, Slot } from '../platform';
import { allowNothing } from './allow-nothing';
import { strictPeerAuthentication } from './peer-authentication';

const OWNER = 'mesh';

/**
 * A gateway stays open on its ports. There is no `from` on purpose: it faces clients that have no identity of this mesh;
 * without this policy the root namespace's allow-nothing, which selects gateways as well, would close it.
 */
function gatewayClients({ id, namespace, labels, ports }: BaselineModel['gateways'][number]): Slot<AuthorizationPolicy> {
  // A rule without ports would also open the gateway's metrics and administration to clients.
  if (ports.length === 0) throw new Error(`gateway \`${id}\` has no ports`);
  return {
    id: `Gateway-${id.replace('/', '.')}`,
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: metadata(`${id.slice(id.lastIndexOf('/') + 1)}-clients`, namespace, OWNER),
    body: () => ({
      spec: { selector: { matchLabels: labels }, action: 'ALLOW', rules: [{ to: [{ operation: { ports: ports.map(String) } }] }] },
    }),
  };
}

/** Objects without a selector in the root namespace hold for the whole mesh: https://istio.io/latest/docs/concepts/security/#policy-target */
export function baseline(mesh: DeclaredMesh, declared: BaselineModel): readonly Slot[] {
  return [
    ...(declared.strictMtls ? [strictPeerAuthentication(mesh.rootNamespace, OWNER)] : []),
    ...(declared.denyByDefault ? [...declared.gateways.map(gatewayClients), allowNothing(mesh.rootNamespace, OWNER)] : []),
  ];
}
