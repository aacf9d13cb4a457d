import { Assumption } from '../../assumption';
import { DataPlane } from '../../data-plane';
import { ExceptionKind, GraphCallerKind } from '../../graph-elements';
import type { GraphCaller, GraphEdge, GraphException, GraphExternal, GraphNamespace, GraphService } from '../../graph-elements';
import type { ExceptionModel } from '../../model/exception';
import type {
  AccessModel, CallerModel, EdgeModel, ExternalEdgeModel, MeshModel, NamespaceModel, PortModel, ServiceModel,
} from '../../model/model';
import { policyName, withinReach } from '../../model/opening-kinds';
import { hasReached } from '../../model/stages';
import { decodesSlashes, hasOpenPaths } from '../../model/undecoded-paths';
import { accessTexts, declaredCallerName, exceptionsOf } from '../../report';
import { member } from '../arguments';
import { sortedUnique } from '../sorting';

/** The content of an `AccessGraph`. */
export interface GraphData {
  readonly environment?: string;
  readonly namespaces: GraphNamespace[];
  readonly services: GraphService[];
  readonly edges: GraphEdge[];
  readonly externals: GraphExternal[];
  readonly exceptions: GraphException[];
}

/** Written out, so that a new kind in the model does not compile before it has a word in public. */
const KINDS: Readonly<Record<ExceptionModel['kind'], ExceptionKind>> = {
  'acknowledged-assumption': ExceptionKind.ACKNOWLEDGED_ASSUMPTION,
  'acknowledged-object': ExceptionKind.ACKNOWLEDGED_OBJECT,
  'break-glass': ExceptionKind.BREAK_GLASS,
  'cloud-metadata': ExceptionKind.CLOUD_METADATA,
  'excluded-port': ExceptionKind.EXCLUDED_PORT,
  'external-anywhere': ExceptionKind.EXTERNAL_ANYWHERE,
  'external-ca': ExceptionKind.EXTERNAL_CA,
  'foreign-pods': ExceptionKind.FOREIGN_PODS,
  'former-identity': ExceptionKind.FORMER_IDENTITY,
  'gateway-destination': ExceptionKind.GATEWAY_DESTINATION,
  'load-balancer': ExceptionKind.LOAD_BALANCER,
  'namespace-caller': ExceptionKind.NAMESPACE_CALLER,
  'open-caller': ExceptionKind.OPEN_CALLER,
  'path-without-token': ExceptionKind.PATH_WITHOUT_TOKEN,
  'plaintext-port': ExceptionKind.PLAINTEXT_PORT,
  'plaintext-scrape': ExceptionKind.PLAINTEXT_SCRAPE,
  'rollout-stage': ExceptionKind.ROLLOUT_STAGE,
  'shared-identity': ExceptionKind.SHARED_IDENTITY,
  'whole-namespace-pods': ExceptionKind.WHOLE_NAMESPACE_PODS,
  'wide-addresses': ExceptionKind.WIDE_ADDRESSES,
};
const ROLES: Readonly<Record<Extract<CallerModel, { role: string }>['role'], GraphCallerKind>> = {
  'ingress-gateway': GraphCallerKind.INGRESS_GATEWAY,
  prometheus: GraphCallerKind.PROMETHEUS,
  spiffe: GraphCallerKind.SPIFFE,
  cidr: GraphCallerKind.CIDR,
  kubelet: GraphCallerKind.KUBELET,
  'api-server': GraphCallerKind.API_SERVER,
  'load-balancer': GraphCallerKind.LOAD_BALANCER,
  nodes: GraphCallerKind.NODES,
};

/** The model in the words of the public interface, which stays as it is when the model does not. */
export function graphData(model: AccessModel): GraphData {
  const environments = new Map(model.namespaces.map((n) => [n.id, n.environment]));
  const textOf = accessTexts();
  return {
    environment: model.mesh.environment,
    namespaces: model.namespaces.map(namespaceOf),
    services: model.services.map((s) => serviceOf(s, model.mesh, environments.get(s.namespace))),
    edges: model.edges.map((e) => edgeOf(e, model.mesh, textOf)),
    externals: model.externals.map(externalOf),
    exceptions: exceptionsOf(model).map((e) => exceptionOf(e, model)),
  };
}

function namespaceOf({ id, owned, dataPlane, owner, dataClasses = [], environment, construct }: NamespaceModel): GraphNamespace {
  return { name: id, owned, dataPlane: planeOf(dataPlane), owner, dataClasses: [...dataClasses], environment, construct };
}

function serviceOf(service: ServiceModel, mesh: MeshModel, environment: string | undefined): GraphService {
  const { id, namespace, name, serviceAccount, dataPlane, owner, dataClasses = [], construct, foreign, apiServer, sharedIdentity } = service;
  return {
    id, namespace, name, serviceAccount,
    dataPlane: planeOf(dataPlane),
    ports: service.ports.map((port) => (
      { targetPort: port.targetPort, protocol: port.protocol, mutualTls: requiresCertificate(port, service, mesh) }
    )),
    owner,
    dataClasses: [...dataClasses],
    environment,
    ...(foreign === undefined ? {} : { madeBy: foreign.madeBy }),
    sharesIdentityWith: [...sharedIdentity?.services ?? []],
    ...(apiServer === undefined
      ? {}
      : {
          apiServerCalls: { reasons: [...apiServer.reasons], owners: [...apiServer.owners ?? []], expires: apiServer.expires },
        }),
    quarantined: service.quarantine !== undefined,
    construct,
  };
}

/** Meshes do not carry UDP and SCTP. */
function requiresCertificate({ targetPort, protocol, mtls }: PortModel, service: ServiceModel, { platform }: MeshModel): boolean {
  const captured = platform === 'istio' && service.dataPlane !== 'none' && !service.excludedInboundPorts.includes(targetPort);
  return captured && mtls === 'strict' && hasReached(service, 'mutual-tls') && protocol !== 'udp' && protocol !== 'sctp';
}

function edgeOf(edge: EdgeModel, mesh: MeshModel, textOf: ReturnType<typeof accessTexts>): GraphEdge {
  const { id, callee, caller, sourceCidrs, access, reasons, owners = [], expires, constructs: [construct] } = edge;
  return {
    id, callee,
    caller: callerOf(caller, mesh),
    sourceCidrs: [...sourceCidrs?.cidrs ?? []],
    access: access.map((a) => ({
      targetPort: a.targetPort,
      protocol: a.protocol,
      everything: a.http === undefined,
      requests: textOf(a),
      undecodedPaths: mesh.platform === 'istio' && !decodesSlashes(mesh) && hasOpenPaths(a),
    })),
    reasons: sortedUnique([...reasons, ...(caller.kind === 'anyone' ? [caller.reason] : [])]),
    owners: [...owners],
    expires,
    pastProxy: edge.pastProxy === true,
    breakGlass: edge.breakGlass !== undefined,
    ...(edge.identityOf === undefined ? {} : { identityOf: edge.identityOf }),
    construct,
  };
}

function callerOf(caller: CallerModel, mesh: MeshModel): GraphCaller {
  const name = declaredCallerName(caller, mesh);
  switch (caller.kind) {
    case 'service': return { kind: GraphCallerKind.SERVICE, name, service: caller.service, namespace: caller.service.split('/')[0], addresses: [] };
    case 'namespace': return { kind: GraphCallerKind.NAMESPACE, name, namespace: caller.namespace, addresses: [] };
    case 'identity': {
      const { role, principal } = caller;
      return { kind: ROLES[role], name, namespace: namespaceOfPrincipal(principal), principal, addresses: [] };
    }
    case 'addresses': return { kind: ROLES[caller.role], name, addresses: [...caller.cidrs] };
    case 'anyone': return { kind: GraphCallerKind.ANYONE, name, addresses: [] };
  }
}

/** `cluster.local/ns/shop/sa/frontend`. */
function namespaceOfPrincipal(principal: string): string | undefined {
  return /^[^/]+\/ns\/([^/]+)\/sa\/[^/]+$/.exec(principal)?.[1];
}

function externalOf(external: ExternalEdgeModel): GraphExternal {
  const { caller, host, ports, addresses, reasons, owners = [], expires, identityOf, constructs: [construct] } = external;
  return {
    caller, host,
    ports: ports.map(({ number }) => number),
    protocols: sortedUnique(ports.map(({ protocol }) => protocol)),
    addresses: [...addresses],
    reasons: [...reasons],
    owners: [...owners],
    expires,
    ...(identityOf === undefined ? {} : { identityOf }),
    construct,
  };
}

function exceptionOf({ kind, assumption, overdue = false, ...exception }: ExceptionModel, model: AccessModel): GraphException {
  const policy = model.acknowledgedPolicies?.find((p) => policyName(p) === exception.object);
  return {
    ...exception,
    kind: KINDS[kind],
    ...(assumption === undefined ? {} : { assumption: member('assumption', assumption, Assumption) }),
    ...(policy === undefined ? {} : { mayOpen: withinReach(policy, model) }),
    overdue,
  };
}

function planeOf(dataPlane: ServiceModel['dataPlane']): DataPlane {
  return member('dataPlane', dataPlane, DataPlane);
}
