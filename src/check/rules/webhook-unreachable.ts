import { contains, overlap } from '../../model/cidr';
import type { CallerModel, KubernetesServiceModel, PortModel, ServiceModel } from '../../model/model';
import type { ModelIndex } from '../../model/model-index';
import type { WebhookFact } from '../../resolve/app-facts';
import { isMeshed, type CheckRule, type Facts } from '../facts';
import { passesProxy, transport } from '../ports';

/** What becomes of requests that the API server cannot ask about. */
const OUTCOME = {
  Fail: { code: 'webhook-unreachable', text: 'with `failurePolicy: Fail` it refuses all that the webhook is for' },
  Ignore: { code: 'webhook-bypassed', text: 'with `failurePolicy: Ignore` all that the webhook is for passes unseen' },
} as const;

/**
 * A service in quarantine is cut off from the API server, too: whoever declares that must not be held up here.
 *
 * https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
 */
export const webhookUnreachable: CheckRule = (facts) => facts.webhooks.flatMap((webhook) => {
  const { service: { namespace, name, port }, construct, configuration } = webhook;
  const answering = facts.index.model.services.filter((s) => s.namespace === namespace && s.quarantine === undefined).flatMap((s) => (
    s.kubernetesServices.filter((k) => k.name === name).map((kubernetesService) => ({ service: s, kubernetesService }))
  ));
  const { code, text } = OUTCOME[webhook.failurePolicy];
  return answering.flatMap(({ service, kubernetesService }) => {
    const closed = closedBecause(facts, service, kubernetesService, webhook);
    if (closed === undefined) return [];
    return [{
      code,
      construct,
      message: `the API server cannot reach \`${webhook.name}\` of \`${configuration}\` at \`${namespace}/${name}:${port}\`: ${closed.why}; ${text}`,
      repair: closed.repair,
    }];
  });
});

interface Closed {
  readonly why: string;
  readonly repair: string;
}

function closedBecause(
  facts: Facts, service: ServiceModel, { ports }: KubernetesServiceModel, { service: { port } }: WebhookFact,
): Closed | undefined {
  const served = ports.find((p) => p.port === port && transport(p.protocol) === 'TCP');
  const declared = served && service.ports.find((p) => p.targetPort === served.targetPort && transport(p.protocol) === 'TCP');
  if (declared === undefined) {
    return { why: 'that Kubernetes Service has no such port', repair: 'name a port of it in `clientConfig.service.port`, or declare it' };
  }
  const guarded = isMeshed(facts, service) && passesProxy(declared.protocol) && !service.excludedInboundPorts.includes(declared.targetPort);
  if (guarded && ['http', 'http2', 'grpc'].includes(declared.protocol)) {
    return { why: `port \`${declared.targetPort}\` of its pods is declared \`${declared.protocol}\`, and the API server speaks TLS`, repair: 'declare it `ServicePort.https`' };
  }
  if (guarded && declared.mtls === 'strict') {
    return {
      why: `port \`${declared.targetPort}\` of its pods takes mutual TLS alone, and the API server has no certificate of the mesh`,
      repair: 'declare the port with `PortMtls.permissive({ reason })`, and allow `ApiServer.onControlPlane()`',
    };
  }
  return isOpen(facts.index, service, declared)
    ? undefined
    : { why: `nothing lets it in at port \`${declared.targetPort}\` of the pods`, repair: `let \`${service.id}\` allow \`ApiServer.onControlPlane()\`` };
}

/** A grant of some requests is of none that are encrypted. */
function isOpen(index: ModelIndex, { id }: ServiceModel, { targetPort }: PortModel): boolean {
  const { apiServerCidrs } = index.model.mesh.cluster;
  return index.edgesTo(id).some(({ caller, access }) => (
    admitsApiServer(caller, apiServerCidrs)
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
