import type { EdgeModel, GatewayModel, ServiceModel } from '../../model/model';
import { gatewayName } from '../../model/names';
import type { Problem } from '../../model/problem';
import { takesOut, type TokenIssuerModel, type TokensModel } from '../../model/tokens';
import type { CheckRule } from '../facts';

/** Envoy looks there where nothing is said; what it finds in a query it leaves in it, and browsers' tokens are not there. */
const USUAL = [{ name: 'authorization', prefix: 'Bearer ' }];

type Place = TokenIssuerModel['fromHeaders'][number];

function placesOf({ fromHeaders }: TokenIssuerModel): readonly Place[] {
  return fromHeaders.length === 0 ? USUAL : fromHeaders;
}

/** Without a prefix whatever stands in the header is looked at. */
function looksAt(issuer: TokenIssuerModel, place: Place): boolean {
  return placesOf(issuer).some(({ name, prefix }) => name === place.name && (prefix === undefined || prefix === place.prefix));
}

/** What becomes of a token of this issuer on its way through the gateway, in the best of its places. */
function fate(issuer: TokenIssuerModel, { issuers }: TokensModel): 'arrives' | 'taken out' | 'refused' {
  const fates = placesOf(issuer).map((place) => {
    const looking = issuers.filter((i) => looksAt(i, place));
    if (looking.length === 0) return 'arrives';
    const same = ({ name, prefix }: Place): boolean => name === place.name && prefix === place.prefix;
    const own = looking.find((i) => i.issuer === issuer.issuer && placesOf(i).some(same));
    if (own === undefined || !mayShareKey(own, issuer)) return 'refused';
    return own.forwarded ? 'arrives' : 'taken out';
  });
  return fates.find((f) => f === 'arrives') ?? fates.find((f) => f === 'taken out') ?? 'refused';
}

/** Keys at a URI are whatever is there. */
function mayShareKey(a: TokenIssuerModel, b: TokenIssuerModel): boolean {
  if (a.jwks === undefined || b.jwks === undefined) return true;
  const keysOf = (jwks: string): readonly unknown[] => (JSON.parse(jwks) as { readonly keys: readonly unknown[] }).keys;
  const [ours, theirs] = [a.jwks, b.jwks].map((jwks) => keysOf(jwks).map((key) => JSON.stringify(key)));
  return ours.some((key) => theirs.includes(key));
}

/** A service behind a gateway that takes tokens itself gets what the gateway leaves of them: https://istio.io/latest/docs/reference/config/security/jwt/ */
export const tokenAtGateway: CheckRule = ({ index }) => (index.model.gateways ?? []).flatMap((gateway) => {
  const { tokens, caller: { principal } } = gateway;
  if (tokens === undefined) return [];
  const edges = index.model.edges.filter(({ caller }) => caller.kind === 'identity' && caller.principal === principal);
  return edges.flatMap((edge) => problemsOf(gateway, tokens, edge, index.service(edge.callee)));
});

function problemsOf(gateway: GatewayModel, tokens: TokensModel, edge: EdgeModel, callee: ServiceModel): readonly Problem[] {
  const name = gatewayName(gateway);
  const http = edge.access.flatMap((a) => a.http ?? []);
  const asked = new Map(http.flatMap(({ token }) => (token === undefined || token.optional ? [] : token.issuers)).map((i) => [i.issuer, i]));
  const lost = [...asked.values()].flatMap((issuer): readonly Problem[] => {
    const what = fate(issuer, tokens);
    if (what === 'arrives') return [];
    const construct = edge.constructs[0];
    return [what === 'taken out'
      ? {
          code: 'token-not-forwarded', construct,
          message: `\`${callee.id}\` requires tokens of \`${issuer.issuer}\`, which \`${name}\` takes out of the requests that it sends there`,
          repair: 'give the issuer `forwardOriginalToken: true` in `requireJwt` of the `IngressGatewayPods`',
        }
      : {
          code: 'token-refused-at-gateway', construct,
          message: `\`${callee.id}\` requires tokens of \`${issuer.issuer}\`, which \`${name}\` refuses where the service looks for them`,
          repair: 'take the issuer in `requireJwt` of the `IngressGatewayPods`, with the same keys and headers and `forwardOriginalToken: true`, have its tokens in a header of their own, '
            + 'or grant the gateway what others have issued (`Condition.jwtIssuer`)',
        }];
  });
  return [...lost, ...preflights(gateway, tokens, edge, callee), ...headers(name, tokens, edge, callee)];
}

function preflights(gateway: GatewayModel, { corsPreflight }: TokensModel, edge: EdgeModel, callee: ServiceModel): readonly Problem[] {
  if (corsPreflight || callee.tokens?.corsPreflight !== true) return [];
  return [{
    code: 'preflight-refused-at-gateway',
    construct: edge.constructs[0],
    message: `\`${callee.id}\` takes CORS preflights without a token, and \`${gatewayName(gateway)}\`, through which they would come, does not`,
    repair: 'give `requireJwt` of the `IngressGatewayPods` `allowCorsPreflight: true`',
  }];
}

function headers(name: string, { issuers }: TokensModel, edge: EdgeModel, callee: ServiceModel): readonly Problem[] {
  const asked = new Set(edge.access.flatMap((a) => a.http ?? []).flatMap((h) => h.headers ?? []).map((h) => h.name));
  return [...asked].flatMap((header) => {
    const taking = issuers.filter((i) => takesOut(i, header));
    return taking.length === 0
      ? []
      : [{
          code: 'header-taken-out',
          construct: edge.constructs[0],
          message: `a grant at \`${callee.id}\` asks for header \`${header}\`, which \`${name}\` takes out with tokens of ${taking.map(({ issuer }) => `\`${issuer}\``).join(', ')}`,
          repair: 'give the issuer `forwardOriginalToken: true` in `requireJwt` of the `IngressGatewayPods`, or ask for another header',
        }];
  });
}
