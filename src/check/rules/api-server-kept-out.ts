import type { ApiServerCall, ApiServerPurpose } from '../../manifest';
import { contains, overlap } from '../../model/cidr';
import type { CallerModel, KubernetesServiceModel, PortModel, ServiceModel } from '../../model/model';
import type { ModelIndex } from '../../model/model-index';
import { hasReached, type StageName } from '../../model/stages';
import { isMeshed, type CheckRule, type Facts } from '../facts';
import { passesProxy, transport } from '../ports';

/** What becomes of requests that the API server cannot ask about, or forward. */
const OUTCOME: Readonly<Record<ApiServerPurpose, { readonly code: string; text(name: string): string }>> = {
  admission: { code: 'webhook-unreachable', text: () => 'with `failurePolicy: Fail` it refuses all that the webhook is for' },
  'admission-ignored': { code: 'webhook-bypassed', text: () => 'with `failurePolicy: Ignore` all that the webhook is for passes unseen' },
  // https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#webhook-conversion
  conversion: {
    code: 'conversion-unreachable',
    text: (name) => `it can neither read nor write \`${name}\` in any version but the one that each is stored in, and lists of them fail`,
  },
  // https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/
  aggregation: { code: 'api-service-unreachable', text: () => 'it answers 503 for that API, and as long as it does no namespace can be deleted' },
};

/**
 * A service in quarantine is cut off from the API server, too: whoever declares that must not be held up here.
 *
 * https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
 */
export const apiServerKeptOut: CheckRule = (facts) => facts.apiServerCalls.flatMap((call) => {
  const { service: { namespace, name, port }, construct, object, purpose } = call;
  const answering = facts.index.model.services.filter((s) => s.namespace === namespace && s.quarantine === undefined).flatMap((s) => (
    s.kubernetesServices.filter((k) => k.name === name).map((kubernetesService) => ({ service: s, kubernetesService }))
  ));
  const { code, text } = OUTCOME[purpose];
  return answering.flatMap(({ service, kubernetesService }) => {
    const closed = closedBecause(facts, service, kubernetesService, call);
    if (closed === undefined) return [];
    return [{
      code,
      construct,
      message: `${closed.from === undefined ? '' : `from stage \`${closed.from}\` on `}the API server cannot reach ${whatOf(call)} at \`${namespace}/${name}:${port}\`: ${closed.why}; ${text(object.slice(object.indexOf(' ') + 1))}`,
      repair: closed.repair,
    }];
  });
});

function whatOf({ object, webhook, purpose }: ApiServerCall): string {
  if (webhook !== undefined) return `\`${webhook}\` of \`${object}\``;
  return purpose === 'conversion' ? `the conversion webhook of \`${object}\`` : `\`${object}\``;
}

const PORT_FIELD: Readonly<Record<ApiServerPurpose, string>> = {
  admission: 'clientConfig.service.port',
  'admission-ignored': 'clientConfig.service.port',
  conversion: 'spec.conversion.webhook.clientConfig.service.port',
  aggregation: 'spec.service.port',
};

interface Closed {
  /** Nothing keeps it out before this stage; left out: it is kept out now. */
  readonly from?: StageName;
  readonly why: string;
  readonly repair: string;
}

function closedBecause(
  facts: Facts, service: ServiceModel, { ports }: KubernetesServiceModel, { service: { port }, purpose }: ApiServerCall,
): Closed | undefined {
  const served = ports.find((p) => p.port === port && transport(p.protocol) === 'TCP');
  const declared = served && service.ports.find((p) => p.targetPort === served.targetPort && transport(p.protocol) === 'TCP');
  if (declared === undefined) {
    return { why: 'that Kubernetes Service has no such port', repair: `name a port of it in \`${PORT_FIELD[purpose]}\`, or declare it` };
  }
  const guarded = isMeshed(facts, service) && passesProxy(declared.protocol) && !service.excludedInboundPorts.includes(declared.targetPort);
  if (guarded && ['http', 'http2', 'grpc'].includes(declared.protocol)) {
    return { why: `port \`${declared.targetPort}\` of its pods is declared \`${declared.protocol}\`, and the API server speaks TLS`, repair: 'declare it `ServicePort.https`' };
  }
  if (guarded && declared.mtls === 'strict') {
    return {
      ...comingWith(service, 'mutual-tls'),
      why: `port \`${declared.targetPort}\` of its pods takes mutual TLS alone, and the API server has no certificate of the mesh`,
      repair: 'declare the port with `PortMtls.permissive({ reason })`, and allow `ApiServer.onControlPlane()`',
    };
  }
  return isOpen(facts.index, service, declared)
    ? undefined
    : { ...comingWith(service, guarded ? 'authorization' : 'network-policy'), why: `nothing lets it in at port \`${declared.targetPort}\` of the pods`, repair: `let \`${service.id}\` allow \`ApiServer.onControlPlane()\`` };
}

function comingWith(service: ServiceModel, stage: StageName): Pick<Closed, 'from'> {
  return hasReached(service, stage) ? {} : { from: stage };
}

/** A grant of some requests is of none that are encrypted. */
function isOpen(index: ModelIndex, { id }: ServiceModel, { targetPort }: PortModel): boolean {
  const { apiServerAgents, apiServerCidrs, podCidrs } = index.model.mesh.cluster;
  const own = apiServerAgents === undefined ? apiServerCidrs : podCidrs;
  return index.edgesTo(id).some(({ caller, access }) => (
    admitsApiServer(caller, own)
    && access.some((a) => a.targetPort === targetPort && transport(a.protocol) === 'TCP' && a.http === undefined)
  ));
}

function admitsApiServer(caller: CallerModel, own: readonly string[]): boolean {
  if (caller.kind === 'anyone') return true;
  if (caller.kind !== 'addresses') return false;
  if (caller.role === 'api-server') return true;
  const { cidrs, except } = caller;
  return own.length > 0 && own.every((cidr) => cidrs.some((block) => contains(block, cidr)) && !except.some((block) => overlap(block, cidr)));
}
