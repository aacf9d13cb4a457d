import { callerName, principalOf } from '../../model/names';
import type { CallerModel } from '../../model/model';
import { hasProxy, type CheckRule, type Facts } from '../facts';
import { proxiedPorts } from '../ports';

type Identity = Extract<CallerModel, { kind: 'identity' }>;

function* identityEdges({ index }: Facts): Generator<{ readonly caller: Identity; readonly callee: string; readonly construct: string }> {
  for (const { caller, callee, constructs } of index.model.edges) {
    if (caller.kind === 'identity') yield { caller, callee, construct: constructs[0] };
  }
}

/** Both platforms emit NetworkPolicy, which sees pods and no identities. */
export const callerWithoutPods: CheckRule = (facts) => [...identityEdges(facts)]
  .filter(({ caller: { pods } }) => pods === undefined || (!pods.wholeNamespace && Object.keys(pods.labels).length === 0))
  .map(({ caller, callee, construct }) => ({
    code: 'caller-without-pods',
    construct,
    message: `\`${caller.principal}\` calls \`${callee}\` from pods that NetworkPolicy cannot know`,
    repair: 'give its `podLabels`, or set `wholeNamespace` if every pod there is meant',
  }));

const trustDomainOf = (principal: string): string => principal.slice(0, principal.indexOf('/'));

/** A foreign certificate does not pass the handshake; and Istio reads `cluster.local` as the mesh's own trust domain, which is wider. */
export const foreignTrustDomain: CheckRule = (facts) => {
  const { platform, trustDomain, trustDomainAliases } = facts.index.model.mesh;
  if (platform !== 'istio') return [];
  const others = [...identityEdges(facts)].filter(({ caller: { principal } }) => trustDomainOf(principal) !== trustDomain);
  return others.map(({ caller: { principal }, construct }) => {
    const own = `${trustDomain}${principal.slice(principal.indexOf('/'))}`;
    return trustDomainAliases.includes(trustDomainOf(principal))
      ? {
          code: 'aliased-trust-domain',
          construct,
          message: `\`${principal}\` is of an alias of the trust domain, for which Istio admits the same account of \`${trustDomain}\` and of every alias`,
          repair: `name it as \`${own}\`, which says so`,
        }
      : {
          code: 'foreign-trust-domain',
          construct,
          message: `\`${principal}\` is of the trust domain \`${trustDomainOf(principal)}\`, and the mesh is \`${trustDomain}\``,
          repair: 'name an identity of the mesh; federation of trust domains is not supported',
        };
  });
};

/** An alias that is the trust domain itself says nothing; one with a wildcard would admit trust domains nobody named. */
export const trustDomainAlias: CheckRule = ({ index: { model: { mesh } } }) => mesh.trustDomainAliases
  .filter((alias, i, all) => alias === mesh.trustDomain || alias.includes('*') || all.indexOf(alias) !== i)
  .map((alias) => ({
    code: 'trust-domain-alias',
    construct: mesh.construct,
    message: `the trust domain alias \`${alias}\` ${alias.includes('*') ? 'has a wildcard' : 'names a trust domain twice'}`,
    repair: 'list each other trust domain once, by name',
  }));

/** Given by identity, its egress and its Sidecar would stay closed, and its pods would be named a second time. */
export const declaredIdentity: CheckRule = (facts) => {
  const { mesh, services } = facts.index.model;
  const declared = new Map(services.map((service) => [principalOf(mesh.trustDomain, service), service.id]));
  return [...identityEdges(facts)].flatMap(({ caller: { principal }, construct }) => {
    const id = declared.get(principal);
    return id === undefined
      ? []
      : [{
          code: 'declared-identity',
          construct,
          message: `\`${principal}\` is the declared service \`${id}\``,
          repair: 'pass the `MeshService` itself to `allowFrom`',
        }];
  });
};

/** Who has no identity, and why; undefined: it has one. Anyone at a strict port means any identity of the mesh. */
function withoutIdentity({ index }: Facts, caller: CallerModel): string | undefined {
  switch (caller.kind) {
    case 'service': return index.service(caller.service).dataPlane === 'none' ? 'its pods have no proxy' : undefined;
    case 'namespace': return index.namespace(caller.namespace).dataPlane === 'none' ? 'its pods have no proxy' : undefined;
    case 'addresses': return 'it is known by address alone';
    default: return undefined;
  }
}

/** STRICT refuses a connection without a certificate before any rule is asked. */
export const callerWithoutIdentity: CheckRule = (facts) => facts.index.model.edges.flatMap((edge) => {
  const callee = facts.index.service(edge.callee);
  const why = withoutIdentity(facts, edge.caller);
  if (why === undefined || !hasProxy(facts, callee)) return [];
  // By address it may come in plaintext; a caller by name has nothing that a rule could name.
  const refused = proxiedPorts(callee, edge).filter(({ mtls }) => edge.caller.kind !== 'addresses' || mtls === 'strict');
  return refused.map(({ targetPort }) => ({
    code: 'caller-without-identity',
    construct: edge.constructs[0],
    message: `\`${callerName(edge.caller)}\` has no mesh identity for port \`${targetPort}\` of \`${callee.id}\`: ${why}`,
    repair: edge.caller.kind === 'addresses'
      ? 'declare the port with `PortMtls.permissive({ reason })`; probes need no grant, since injection rewrites them'
      : 'bring the caller into the mesh (`DataPlane.SIDECAR`)',
  }));
});

/** With mTLS off a port shows no certificate, so a rule that names an identity never matches. */
export const identityOnPlaintextPort: CheckRule = (facts) => facts.index.model.edges.flatMap((edge) => {
  const callee = facts.index.service(edge.callee);
  if (!hasProxy(facts, callee) || !['service', 'namespace', 'identity'].includes(edge.caller.kind)) return [];
  return proxiedPorts(callee, edge).filter(({ mtls }) => mtls === 'disable').map(({ targetPort }) => ({
    code: 'identity-on-plaintext-port',
    construct: edge.constructs[0],
    message: `\`${callerName(edge.caller)}\` is granted port \`${targetPort}\` of \`${callee.id}\` by identity, but mTLS is disabled there`,
    repair: 'declare the port with `PortMtls.permissive({ reason })`, or grant it to `Cidr` or `Anyone`',
  }));
});
