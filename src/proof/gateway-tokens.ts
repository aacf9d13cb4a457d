import { gatewayLayers, gatewaySite } from '../eval/gateway/site';
import { decisionOf, combined } from '../eval/layers/combined';
import { formatWitness, intersect, isEmpty, isSubset, NOTHING, type RequestSet, union, witness } from '../eval/request-set';
import { ruleRef } from '../eval/refs';
import { placesOf } from '../eval/tokens/place';
import type { Layer, WorkloadView } from '../eval/types';
import type { GatewayModel, HttpAccessModel, ServiceModel } from '../model/model';
import { PREFLIGHT_HEADERS, type TokenIssuerModel, type TokensModel } from '../model/tokens';
import { certificateKey } from './caller-key';
import { excess, missing } from './compare';
import { requestsOf } from './declared';
import type { Gap, Tally } from './gap';
import { type Context, knocksAt } from './knocks';
import { boundMentions, ingressMentions, portsApart } from './mentions';
import { type Claim, confirmed, type Example } from './witness';

/**
 * At the ports where a gateway reads what clients send: nothing but what carries a token as declared, or needs none, and all of that; and nothing
 * at any other. What a listener passes on without reading, an ALLOW that asks for tokens refuses, so that what is not known of it opens nothing.
 *
 * Which of it a route then takes, and where to, is not decided here.
 */
export function checkGatewayTokens(
  context: Context, gateway: GatewayModel, service: ServiceModel, workload: WorkloadView, tally: Tally,
): readonly Gap[] {
  const { tokens } = gateway;
  if (tokens === undefined) return [];
  const declared = requestsWith(tokens);
  const own = new Set(gateway.listeners.filter(({ purpose }) => purpose !== 'clients').map(({ port }) => port));
  const clients = new Set(gateway.listeners.filter(({ purpose }) => purpose === 'clients').map(({ port }) => port));
  const ports = portsApart('TCP', [ingressMentions(context.world, workload)], [...own, ...clients]).filter((port) => !own.has(port));
  return ports.flatMap((port) => checkPort(context, service, workload, port, clients.has(port) ? declared : NOTHING, tally));
}

function checkPort(
  context: Context, service: ServiceModel, workload: WorkloadView, port: number, declared: RequestSet, tally: Tally,
): readonly Gap[] {
  const { world, declaration } = context;
  const site = gatewaySite(world, workload, port);
  const layers = gatewayLayers(site);
  const { peers, sources } = ingressMentions(world, workload);
  const knocks = knocksAt(context, service, { peers, sources: [...sources, ...boundMentions(site.authorization).sources] });
  const gaps: Gap[] = [];
  const asked = new Set<string>();
  for (const { caller, edges } of knocks) {
    const isClient = edges.some(({ access }) => access.some((a) => a.targetPort === port));
    const key = `${certificateKey(caller)} ${isClient}`;
    if (asked.has(key)) continue;
    asked.add(key);
    tally.decisions++;
    const explored = combined(layers.map((l) => l.explore(caller)));
    const about = { caller: caller.name, callee: service.id, port, protocol: 'TCP', service } as const;
    const example = (claim: Pick<Claim, 'requests' | 'layers' | 'passes' | 'undecided'>): Example => confirmed({
      ...claim, http: true, normalization: declaration.model.mesh.pathNormalization,
      decide: (request) => decisionOf(layers.map((l) => l.decide(caller, request))),
    });
    const wide = excess(explored, declared);
    if (!isEmpty(wide)) {
      const undecided = isEmpty(intersect(wide, explored.allow));
      const { text: request, decision } = example({ requests: wide, layers: AUTHORIZATION, passes: true, undecided });
      const because = (decision?.layers ?? explored.layers).find((l) => l.layer === 'authorization-allow')!.because;
      gaps.push({ ...about, statement: 'layer-least-privilege', layer: 'authorization-allow', requests: wide, request, because, undecided });
    }
    for (const set of isClient ? explored.layers : []) {
      const requests = missing(set, declared);
      if (isEmpty(requests)) continue;
      const undecided = isSubset(requests, set.maybe);
      const { text: request } = example({ requests, layers: [set.layer], passes: false, undecided });
      gaps.push({ ...about, statement: 'declared-works', layer: set.layer, requests, request, because: set.because, undecided });
    }
  }
  return gaps;
}

/**
 * What a RequestAuthentication at the gateway takes out of requests, whoever wrote it, no service behind it gets: a service that requires the token
 * is called in vain.
 */
export function checkForwarding(
  { world, declared }: Context, { caller: { principal } }: GatewayModel, service: ServiceModel, workload: WorkloadView,
): readonly Gap[] {
  const { tokens: rules, requests } = gatewaySite(world, workload, 0);
  const taken = new Set(rules.flatMap(({ rewrites }) => rewrites));
  if (taken.size === 0) return [];
  const edges = declared.model.edges.filter(({ caller }) => caller.kind === 'identity' && caller.principal === principal);
  return edges.flatMap((edge) => edge.access.flatMap(({ targetPort: port, http = [] }): readonly Gap[] => {
    const lost = http.filter(({ token }) => token !== undefined && !token.optional && token.issuers.some((i) => isTaken(i, taken)));
    if (lost.length === 0) return [];
    const all = union(...lost.map(requestsOf));
    return [{
      statement: 'declared-works', layer: 'request-authentication', caller: service.id, callee: edge.callee, port, protocol: 'TCP', edge, undecided: false,
      requests: all, request: formatWitness(witness(all)!), because: requests.map((p) => ruleRef(p)), service,
      repair: 'have it forward the token (`forwardOriginalToken: true`), or look for tokens in another header',
    }];
  }));
}

/** From every header that it may be in. */
function isTaken({ fromHeaders }: TokenIssuerModel, taken: ReadonlySet<string>): boolean {
  const headers = placesOf({ fromHeaders }).flatMap(({ inHeader }) => inHeader ?? []);
  return headers.every((name) => taken.has(`header ${name}`));
}

const AUTHORIZATION: readonly Layer[] = ['request-authentication', 'custom', 'authorization-deny', 'authorization-allow'];

function requestsWith({ issuers, except, corsPreflight }: TokensModel): RequestSet {
  const none = { issuers, claims: [], optional: true };
  const access: readonly HttpAccessModel[] = [
    { token: { ...none, optional: false } },
    ...(except.length === 0 ? [] : [{ paths: except, token: none }]),
    ...(corsPreflight ? [{ methods: ['OPTIONS'], headers: PREFLIGHT_HEADERS.map((name) => ({ name, values: [{ kind: 'present' as const }] })), token: none }] : []),
  ];
  return union(...access.map(requestsOf));
}
