import type { AddressRole, CallerModel } from '../../model/model';
import { callerName } from '../../model/names';
import { isMeshed, type CheckRule, type Facts } from '../facts';
import { proxiedPorts } from '../ports';

/** Who has no identity, and why; undefined: it has one. Anyone at a strict port means any identity of the mesh. */
function withoutIdentity({ index }: Facts, caller: CallerModel): string | undefined {
  switch (caller.kind) {
    case 'service': return index.service(caller.service).dataPlane === 'none' ? 'its pods have no proxy' : undefined;
    case 'namespace': return index.namespace(caller.namespace).dataPlane === 'none' ? 'its pods have no proxy' : undefined;
    case 'identity': return caller.dataPlane === 'none' ? 'its pods have no proxy' : undefined;
    case 'addresses': return 'it is known by address alone';
    default: return undefined;
  }
}

/** https://istio.io/latest/docs/ambient/usage/networkpolicy/#ambient-health-probes-and-kubernetes-networkpolicy */
const PROBES = {
  sidecar: 'injection rewrites them',
  ambient: 'those of ambient pods come from their own node under an address of theirs',
  none: 'they come from the pod\'s own node',
} as const;

/** Whoever grants to these may have meant kubelets' probes. */
const MAY_BE_PROBES: ReadonlySet<AddressRole> = new Set(['cidr', 'kubelet', 'nodes']);

/** STRICT refuses a connection without a certificate before any rule is asked. */
export const callerWithoutIdentity: CheckRule = (facts) => facts.index.model.edges.flatMap((edge) => {
  const callee = facts.index.service(edge.callee);
  const why = withoutIdentity(facts, edge.caller);
  if (why === undefined || edge.pastProxy === true || !isMeshed(facts, callee)) return [];
  // By address it may come in plaintext; a caller by name has nothing that a rule could name.
  const refused = proxiedPorts(callee, edge).filter(({ mtls }) => edge.caller.kind !== 'addresses' || mtls === 'strict');
  return refused.map(({ targetPort }) => ({
    code: 'caller-without-identity',
    construct: edge.constructs[0],
    message: `\`${callerName(edge.caller)}\` has no mesh identity for port \`${targetPort}\` of \`${callee.id}\`: ${why}`,
    repair: edge.caller.kind === 'addresses'
      ? `declare the port with \`PortMtls.permissive({ reason })\`${MAY_BE_PROBES.has(edge.caller.role) ? `; probes need no grant, since ${PROBES[callee.dataPlane]}` : ''}`
      : `bring the caller into the mesh (\`DataPlane.${callee.dataPlane === 'ambient' ? 'AMBIENT' : 'SIDECAR'}\`)`,
  }));
});
