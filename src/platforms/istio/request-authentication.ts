import type { RequestAuthentication } from '../../manifest/kinds';
import type { GatewayModel, ServiceModel } from '../../model/model';
import type { TokenIssuerModel, TokensModel } from '../../model/tokens';
import { planesOf } from '../../model/planes';
import { metadata } from '../metadata';
import { targetOf } from './gateway-clients';
import type { Slot } from '../platform';

type JwtRule = NonNullable<RequestAuthentication['spec']['jwtRules']>[number];
type Target = Pick<RequestAuthentication['spec'], 'selector' | 'targetRefs'>;

/**
 * Whose tokens count at a service. It makes none mandatory: the AuthorizationPolicy beside it does, which asks for request principals.
 * A waypoint reads what is bound to the Service alone, a sidecar what selects its pod, and ztunnel neither.
 *
 * https://istio.io/latest/docs/reference/config/security/request_authentication/
 */
export function requestAuthentications(service: ServiceModel): readonly Slot<RequestAuthentication>[] {
  const { tokens, name, podLabels, waypoint, kubernetesServices } = service;
  if (tokens === undefined) return [];
  const bound = waypoint === undefined ? [] : kubernetesServices.filter(({ headless }) => !headless);
  const targetRefs = bound.map((s) => ({ group: '', kind: 'Service', name: s.name }));
  return [
    ...(planesOf(service).includes('sidecar') ? [slot(service, 'Tokens', `${name}-tokens`, { selector: { matchLabels: podLabels } }, tokens)] : []),
    ...(targetRefs.length === 0 ? [] : [slot(service, 'WaypointTokens', `${name}-tokens-waypoint`, { targetRefs }, tokens)]),
  ];
}

export function gatewayTokens(gateway: GatewayModel, tokens: TokensModel): Slot<RequestAuthentication> {
  return slot(gateway, 'Tokens', `${gateway.name}-tokens`, targetOf(gateway.caller.pods.labels), tokens);
}

function slot(
  of: Pick<ServiceModel, 'id' | 'namespace'>, id: string, name: string, target: Target, { issuers }: TokensModel,
): Slot<RequestAuthentication> {
  return {
    id,
    apiVersion: 'security.istio.io/v1',
    kind: 'RequestAuthentication',
    metadata: metadata(name, of.namespace, of.id),
    body: () => ({ spec: { ...target, jwtRules: issuers.map(jwtRule) } }),
  };
}

function jwtRule({ issuer, audiences, jwks, jwksUri, fromHeaders, forwarded }: TokenIssuerModel): JwtRule {
  return {
    issuer,
    ...(audiences.length === 0 ? {} : { audiences }),
    ...(jwks === undefined ? { jwksUri: jwksUri! } : { jwks }),
    ...(fromHeaders.length === 0 ? {} : { fromHeaders }),
    ...(forwarded ? { forwardOriginalToken: true } : {}),
  };
}
