import { patternText } from '../eval/request-set';
import { overlap } from '../model/cidr';
import type { ExceptionModel } from '../model/exception';
import { isPast } from '../model/in-force';
import type { AccessModel, AcknowledgedPolicyModel, AcknowledgementModel, EdgeModel, ExternalCaModel, ExternalEdgeModel, GatewayModel, MeshModel, ServiceModel } from '../model/model';
import { MERGED_METRICS, PROXY_METRICS } from '../model/scrape';
import { agentsText, destinationName, gatewayName } from '../model/names';
import { NODE_OWN } from '../model/node-own';
import { policyName } from '../model/opening-kinds';
import { hasProxies } from '../model/planes';
import { hasMeshIdentity } from '../model/sharers';
import { pathPatterns } from '../proof/declared';
import { pendingOf } from '../proof/rollout';
import type { Pending } from '../proof/types';
import { calleeNames, edgeName } from './declared-names';

/** Blocks of addresses with a shorter prefix are not somebody in particular. */
const WIDE = { ipv4: 16, ipv6: 48 };

/** Never captured: not the exception, but who scrapes there. */
const OF_SIDECARS: ReadonlySet<number> = new Set([MERGED_METRICS, PROXY_METRICS]);

/** Everything declared that opens more than one caller's worth, with what its author said of it. Sorted by what it is. */
export function exceptionsOf(model: AccessModel): readonly ExceptionModel[] {
  const all: readonly ExceptionModel[] = [
    ...model.services.flatMap(portExceptions),
    ...model.services.flatMap((service) => formerIdentities(service, model.mesh)),
    ...model.services.flatMap((service) => sharedIdentity(service, model.mesh)),
    ...model.services.flatMap(foreignPods),
    ...formerTrustDomain(model.mesh),
    ...externalCa(model),
    ...pendingOf(model).map(rolloutStage),
    ...model.edges.filter(isExceptional).flatMap((edge) => [...breakGlass(edge, model), ...edgeExceptions(edge, model)]),
    ...model.externals.flatMap(externalException),
    ...(model.gateways ?? []).flatMap((g) => [...gatewayClients(g), ...gatewayDestinations(g), ...withoutToken(g, gatewayName(g))]),
    ...(model.acknowledgements ?? []).map(acknowledged),
    ...(model.acknowledgedPolicies ?? []).map(acknowledgedPolicy),
  ];
  // Whatever ends by itself is not in the model any more: what is past and still here has to be ended by somebody.
  return all.map((e) => (isPast(model.mesh, e.expires) ? { ...e, overdue: true } : e))
    .map((exception) => ({ exception, text: exceptionText(exception) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ exception }) => exception);
}

/** `anyone may call shop/catalog: public status page (until 2027-06-30, platform team)`. */
export function exceptionText(
  { what, reason, expires, overdue, owner, ticket }: Pick<ExceptionModel, 'what' | 'reason' | 'expires' | 'overdue' | 'owner' | 'ticket'>,
): string {
  const until = expires === undefined ? undefined : `until ${expires}${overdue === true ? ', which is past' : ''}`;
  const said = [until, owner, ticket].filter((s) => s !== undefined);
  return `${what}${reason === undefined ? '' : `: ${reason}`}${said.length === 0 ? '' : ` (${said.join(', ')})`}`;
}

function portExceptions(service: ServiceModel): readonly ExceptionModel[] {
  const { id, construct } = service;
  const plaintext = service.ports.filter((port) => port.mtls !== 'strict').map((port): ExceptionModel => ({
    kind: 'plaintext-port',
    service: id,
    targetPort: port.targetPort,
    what: `${calleeNames(service, port).join(', ')} ${port.mtls === 'permissive' ? 'accepts plaintext' : 'is plaintext only'}`,
    ...(port.mtlsReason === undefined ? {} : { reason: port.mtlsReason }),
    ...(port.mtlsExpires === undefined ? {} : { expires: port.mtlsExpires }),
    ...(port.mtlsOwner === undefined ? {} : { owner: port.mtlsOwner }),
    construct,
  }));
  const excluded = service.excludedInboundPorts.filter((port) => !OF_SIDECARS.has(port)).map((port): ExceptionModel => (
    { kind: 'excluded-port', service: id, targetPort: port, what: `pod:${id}:${port} bypasses the proxy`, ...service.exclusion, construct }
  ));
  return [...plaintext, ...excluded, ...withoutToken(service, id)];
}

function withoutToken({ tokens, construct }: Pick<ServiceModel, 'tokens' | 'construct'>, name: string): readonly ExceptionModel[] {
  return (tokens?.except ?? []).map((path) => (
    { kind: 'path-without-token', service: name, what: `${pathPatterns(path).map(patternText).join(', ')} of ${name} needs no token`, ...tokens?.exception, construct }
  ));
}

/** The mesh knows identities and not pods: NetworkPolicy alone tells who else runs under the account. Without a mesh nothing goes by it. */
function formerIdentities(service: ServiceModel, mesh: MeshModel): readonly ExceptionModel[] {
  const { id, namespace, construct, formerAccounts = [] } = service;
  return formerAccounts.map(({ serviceAccount, ...said }) => ({
    kind: 'former-identity',
    service: id,
    what: hasMeshIdentity(mesh, service)
      ? `whoever runs under the service account ${serviceAccount} of ${namespace} is taken for ${id}`
      : `pods of ${id} may still run under the service account ${serviceAccount}`,
    ...said,
    construct,
  }));
}

function rolloutStage({ subject, stage, parts, construct }: Pending): ExceptionModel {
  const of = subject.includes('/') ? subject : `namespace ${subject}`;
  return {
    kind: 'rollout-stage', ...(subject === of ? { service: subject } : {}), what: `not enforced yet of ${of}, which is at stage ${stage}: ${parts.join(', ')}`, construct,
  };
}

function foreignPods({ id, construct, foreign, owner }: ServiceModel): readonly ExceptionModel[] {
  if (foreign === undefined) return [];
  const what = `pods of ${foreign.madeBy} run as ${id}`;
  return [{ kind: 'foreign-pods', service: id, what, reason: foreign.reason, ...(owner === undefined ? {} : { owner }), construct }];
}

function sharedIdentity(service: ServiceModel, mesh: MeshModel): readonly ExceptionModel[] {
  if (service.sharedIdentity === undefined) return [];
  const { id, construct, sharedIdentity: { services, untilMoved, ...said } } = service;
  const others = `${services.join(' and ')}${untilMoved === undefined ? '' : ' until they have left the account that they come from'}`;
  const what = hasMeshIdentity(mesh, service)
    ? `${id} has one identity with ${others}: what one of them may call, each of them may`
    : `${id} has one service account with ${others}`;
  return [{ kind: 'shared-identity', service: id, what, ...said, construct }];
}

function formerTrustDomain({ platform, construct, trustDomain, formerTrustDomain: former }: MeshModel): readonly ExceptionModel[] {
  if (platform !== 'istio' || former === undefined) return [];
  const { trustDomain: from, ...said } = former;
  return [{ kind: 'former-identity', what: `identities of the trust domain ${from} are taken for those of ${trustDomain}`, ...said, construct }];
}

/** `every proxy may reach the certificate authority at 203.0.113.40/32 on port 8443`. */
export function externalCaText({ services }: Pick<AccessModel, 'services'>, { addresses, port }: ExternalCaModel): string {
  const who = services.some(({ quarantine }) => quarantine !== undefined) ? 'every proxy but those in quarantine' : 'every proxy';
  return `${who} may reach the certificate authority at ${addresses.join(', ')} on port ${port}`;
}

function externalCa(model: AccessModel): readonly ExceptionModel[] {
  const { externalCa: ca, construct } = model.mesh;
  if (ca === undefined || !hasProxies(model)) return [];
  return [{ kind: 'external-ca', what: externalCaText(model, ca), reason: ca.reason, ...(ca.owner === undefined ? {} : { owner: ca.owner }), construct }];
}

function breakGlass(edge: EdgeModel, { mesh }: AccessModel): readonly ExceptionModel[] {
  if (edge.breakGlass === undefined) return [];
  const { reason, expires, owner, ticket } = edge.breakGlass;
  return [{
    kind: 'break-glass', service: edge.callee, what: `${edgeName(edge, mesh)} may call ${edge.callee} for an emergency`, reason,
    // Who holds a role for less long is let in for less long.
    expires: edge.expires ?? expires, owner, ...(ticket === undefined ? {} : { ticket }), construct: edge.constructs[0],
  }];
}

/** Nearly all edges are calls of a service, and ordinary. */
function isExceptional({ breakGlass: emergency, caller, pastProxy }: EdgeModel): boolean {
  return caller.kind !== 'service' || emergency !== undefined || pastProxy === true;
}

function edgeExceptions(edge: EdgeModel, { mesh }: AccessModel): readonly ExceptionModel[] {
  const { caller, callee, reasons } = edge;
  const name = edgeName(edge, mesh);
  const of = (kind: ExceptionModel['kind'], what: string, because = reasons): ExceptionModel => ({
    kind, service: callee, what, ...said({ ...edge, reasons: because }), construct: edge.constructs[0],
  });
  if (edge.pastProxy === true) {
    return edge.access.map(({ targetPort }) => ({ ...of('plaintext-scrape', `${name} scrapes pod:${callee}:${targetPort} in plaintext`), targetPort }));
  }
  switch (caller.kind) {
    case 'anyone': return [of('open-caller', `${name} may call ${callee}`, [caller.reason])];
    case 'namespace': return [of('namespace-caller', `${name} may call ${callee}`)];
    case 'identity': return caller.pods?.wholeNamespace === true
      ? [of('whole-namespace-pods', `NetworkPolicy admits all pods of namespace ${caller.pods.namespace} to ${callee} for ${name}`)]
      : [];
    case 'addresses':
      if (caller.agents !== undefined) {
        return [of('wide-addresses', `${agentsText(caller.agents)} may reach ${callee} as ${caller.role}, and as far as a proxy can tell every pod: NetworkPolicy keeps out the others`)];
      }
      return [
        ...caller.cidrs.filter(isWide).map((cidr) => of('wide-addresses', `all of ${cidr} may reach ${callee}`)),
        ...caller.cidrs.filter((cidr) => mesh.cluster.podCidrs.some((pods) => overlap(pods, cidr)))
          .map((cidr) => of('wide-addresses', `pods, which have addresses in ${cidr}, too, may reach ${callee} as ${name}`)),
        ...(caller.role === 'load-balancer' ? [of('load-balancer', `health checks, and what else load balancers send from ${caller.cidrs.join(', ')}, may reach ${callee}`)] : []),
      ];
    case 'service': return [];
  }
}

function externalException(external: ExternalEdgeModel): readonly ExceptionModel[] {
  const { caller, host, addresses, constructs } = external;
  const own = addresses.filter((cidr) => NODE_OWN.some((block) => overlap(block, cidr)));
  if (own.length > 0) {
    return [{ kind: 'cloud-metadata', service: caller, what: `${caller} may ask its node at ${own.join(', ')} (${host})`, ...said(external), construct: constructs[0] }];
  }
  if (addresses.length > 0) return [];
  const what = `NetworkPolicy lets ${caller} out to every address outside the cluster for ${host}`;
  return [{ kind: 'external-anywhere', service: caller, what, ...said(external), construct: constructs[0] }];
}

function gatewayClients(gateway: GatewayModel): readonly ExceptionModel[] {
  const service = gatewayName(gateway);
  return gateway.listeners.flatMap(({ port, protocol, clients }) => {
    const to = (who: string, kind: ExceptionModel['kind']): ExceptionModel => (
      { kind, service, what: `${who} may connect to ${service}:${port}${protocol === 'tcp' ? '' : '/UDP'}`, construct: gateway.construct }
    );
    return clients.flatMap((client): readonly ExceptionModel[] => {
      if (client.kind === 'anyone') return [{ ...to('anyone', 'open-caller'), reason: client.reason }];
      return client.kind === 'addresses' ? client.cidrs.filter(isWide).map((cidr) => to(`all of ${cidr}`, 'wide-addresses')) : [];
    });
  });
}

function gatewayDestinations(gateway: GatewayModel): readonly ExceptionModel[] {
  const service = gatewayName(gateway);
  return gateway.destinations.map(({ reason, expires, owner, ...destination }) => ({
    kind: 'gateway-destination',
    service,
    what: `${service} may connect to ${destinationName(destination)}`,
    reason,
    ...(expires === undefined ? {} : { expires }),
    ...(owner === undefined ? {} : { owner }),
    construct: gateway.construct,
  }));
}

function acknowledged({ assumption, service, object, reason, expires, owner, construct }: AcknowledgementModel): ExceptionModel {
  return {
    kind: 'acknowledged-assumption',
    ...(service === undefined ? {} : { service }),
    assumption,
    what: `${assumption} is taken for granted of ${object ?? service ?? 'the whole mesh'}`,
    reason,
    ...(expires === undefined ? {} : { expires }),
    ...(owner === undefined ? {} : { owner }),
    construct,
  };
}

function acknowledgedPolicy(policy: AcknowledgedPolicyModel): ExceptionModel {
  const { namespace, reason, expires, owner, construct } = policy;
  const object = policyName(policy);
  return {
    kind: 'acknowledged-object',
    object,
    namespace,
    what: `${object} opens more than is declared`,
    reason,
    ...(expires === undefined ? {} : { expires }),
    ...(owner === undefined ? {} : { owner }),
    construct,
  };
}

function said({ reasons, expires, owners }: Pick<EdgeModel, 'reasons' | 'expires' | 'owners'>): Pick<ExceptionModel, 'reason' | 'expires' | 'owner'> {
  return {
    ...(reasons.length === 0 ? {} : { reason: reasons.join('; ') }),
    ...(expires === undefined ? {} : { expires }),
    ...(owners === undefined ? {} : { owner: owners.join(', ') }),
  };
}

function isWide(cidr: string): boolean {
  const [address, length] = cidr.split('/');
  return Number(length) < (address.includes(':') ? WIDE.ipv6 : WIDE.ipv4);
}
