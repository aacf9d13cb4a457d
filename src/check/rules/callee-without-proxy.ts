import { callerName } from '../../model/names';
import type { CheckRule } from '../facts';

/** Without a proxy nobody checks who the caller is or what it asks for; NetworkPolicy sees pods, whose labels are not an identity. */
export const calleeWithoutProxy: CheckRule = ({ index }) => {
  if (index.model.mesh.platform !== 'istio') return [];
  return index.model.edges.filter(({ pastProxy }) => pastProxy === undefined).flatMap(({ access, callee, caller, constructs }) => {
    if (index.service(callee).dataPlane !== 'none') return [];
    const isForeign = index.service(callee).foreign !== undefined;
    // Whoever lets foreign pods in has said that NetworkPolicy alone decides there, by pods.
    const byIdentity = caller.kind !== 'addresses' && caller.kind !== 'anyone' && !isForeign;
    if (!byIdentity && access.every(({ http }) => http === undefined)) return [];
    return [{
      code: 'callee-without-proxy',
      construct: constructs[0],
      message: `\`${callee}\` has no proxy that could check ${byIdentity ? 'the identity' : 'the requests'} of \`${callerName(caller)}\``,
      repair: `bring it into the mesh (\`DataPlane.SIDECAR\`), or grant whole ports${isForeign ? '' : ' to `Cidr` or `Anyone`'}`,
    }];
  });
};
