import { callerName } from '../../model/names';
import type { CheckRule } from '../facts';

/** Without a proxy nobody checks who the caller is or what it asks for; NetworkPolicy sees pods, whose labels are not an identity. */
export const calleeWithoutProxy: CheckRule = ({ index }) => {
  if (index.model.mesh.platform !== 'istio') return [];
  return index.model.edges.flatMap(({ access, callee, caller, constructs }) => {
    if (index.service(callee).dataPlane !== 'none') return [];
    const byIdentity = caller.kind !== 'addresses' && caller.kind !== 'anyone';
    if (!byIdentity && access.every(({ http }) => http === undefined)) return [];
    return [{
      code: 'callee-without-proxy',
      construct: constructs[0],
      message: `\`${callee}\` has no proxy that could check ${byIdentity ? 'the identity' : 'the requests'} of \`${callerName(caller)}\``,
      repair: 'bring it into the mesh (`DataPlane.SIDECAR`), or grant whole ports to `Cidr` or `Anyone`',
    }];
  });
};

/** Injection and STRICT come with the namespace. */
export const dataPlaneMismatch: CheckRule = ({ index }) => {
  const { mesh, namespaces, services } = index.model;
  if (mesh.platform !== 'istio') return [];
  const outside = new Set(namespaces.filter(({ dataPlane }) => dataPlane === 'none').map(({ id }) => id));
  return services.filter(({ dataPlane, namespace }) => dataPlane === 'sidecar' && outside.has(namespace)).map(({ id, construct, namespace }) => ({
    code: 'data-plane-mismatch',
    construct,
    message: `\`${id}\` is declared with a proxy, but its namespace \`${namespace}\` is outside the mesh`,
    repair: 'declare the namespace with `DataPlane.SIDECAR` and the other services in it with `DataPlane.NONE`',
  }));
};
