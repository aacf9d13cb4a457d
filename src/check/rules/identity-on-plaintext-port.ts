import { callerName } from '../../model/names';
import { hasSidecar, type CheckRule } from '../facts';
import { proxiedPorts } from '../ports';

/** With mTLS off a port shows no certificate, so a rule that names an identity never matches. */
export const identityOnPlaintextPort: CheckRule = (facts) => facts.index.model.services.flatMap((callee) => {
  if (callee.ports.every(({ mtls }) => mtls !== 'disable') || !hasSidecar(facts, callee)) return [];
  const edges = facts.index.edgesTo(callee.id).filter(({ caller }) => ['service', 'namespace', 'identity'].includes(caller.kind));
  return edges.flatMap((edge) => proxiedPorts(callee, edge).filter(({ mtls }) => mtls === 'disable').map(({ targetPort }) => ({
    code: 'identity-on-plaintext-port',
    construct: edge.constructs[0],
    message: `\`${callerName(edge.caller)}\` is granted port \`${targetPort}\` of \`${callee.id}\` by identity, but mTLS is disabled there`,
    repair: 'declare the port with `PortMtls.permissive({ reason })`, or grant it to `Cidr` or `Anyone`',
  })));
});
