import { callerName } from '../../model/names';
import { hasSidecar, type CheckRule } from '../facts';
import { proxiedPorts } from '../ports';

/** With mTLS off a port shows no certificate, so a rule that names an identity never matches. */
export const identityOnPlaintextPort: CheckRule = (facts) => facts.index.model.edges.flatMap((edge) => {
  const callee = facts.index.service(edge.callee);
  if (!hasSidecar(facts, callee) || !['service', 'namespace', 'identity'].includes(edge.caller.kind)) return [];
  return proxiedPorts(callee, edge).filter(({ mtls }) => mtls === 'disable').map(({ targetPort }) => ({
    code: 'identity-on-plaintext-port',
    construct: edge.constructs[0],
    message: `\`${callerName(edge.caller)}\` is granted port \`${targetPort}\` of \`${callee.id}\` by identity, but mTLS is disabled there`,
    repair: 'declare the port with `PortMtls.permissive({ reason })`, or grant it to `Cidr` or `Anyone`',
  }));
});
