import type { BaselineModel } from '../../model/model';
import type { DeclaredMesh, Slot } from '../platform';
import { allowNothing } from './allow-nothing';
import { gatewayClients } from './gateway-clients';
import { namespacePeerAuthentication } from './peer-authentication';

const OWNER = 'mesh';

/** Objects without a selector in the root namespace hold for the whole mesh: https://istio.io/latest/docs/concepts/security/#policy-target */
export function baseline(mesh: DeclaredMesh, declared: BaselineModel): readonly Slot[] {
  return [
    ...(declared.strictMtls ? [namespacePeerAuthentication(mesh.rootNamespace, OWNER)] : []),
    ...(declared.denyByDefault ? [...declared.gateways.map((gateway) => gatewayClients({ slot: `Gateway-${gateway.id.replace('/', '.')}`, owner: OWNER, ...gateway })), allowNothing(mesh.rootNamespace, OWNER)] : []),
  ];
}
