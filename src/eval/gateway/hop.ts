import type { AuthorizationPolicy } from '../../manifest/kinds';
import { plainValue } from '../../manifest/text/plain';
import { isMap } from '../../manifest/schema/kit';
import type { Site } from '../authorization/site';
import { decisionOf } from '../layers/combined';
import { egressPolicy } from '../layers/egress-policy';
import { egressScope } from '../layers/egress-scope';
import { ingressPolicy } from '../layers/ingress-policy';
import { decisionFor, type LayerAt, verdict } from '../layers/layer';
import type { Caller, Decision, Destination, Layer, LayerDecision, Request, WorkloadView } from '../types';
import type { World } from '../world';
import { type Listening, listeningAt } from './listening';
import { gatewayLayers, gatewaySite } from './site';

/** A client at a port of a gateway. */
export interface Hop {
  /** How it comes there. */
  readonly network: readonly LayerDecision[];
  readonly listening: Listening;
  /** What the gateway's policies say of it. */
  readonly policies: readonly LayerDecision[];
  readonly site: Site;
}

export function hopTo(world: World, caller: Caller, destination: Destination, request: Request): Hop {
  const { workload, port } = destination;
  const listening = listeningAt(world, workload, port, request);
  const site = siteOf(world, workload, port, listening);
  const seen = listening.protocol === 'http' ? request : {};
  return {
    network: [egressPolicy, egressScope, ingressPolicy].map((layer) => layer(world, destination).decide(caller, request)),
    listening,
    policies: gatewayLayers(site).map((layer) => layer.decide(caller, seen)),
    site,
  };
}

/** What the gateway asks of clients at a port, whoever they are. */
export function policiesAt(
  world: World, workload: WorkloadView, port: number, listening: Listening,
): { readonly site: Site; readonly layers: readonly LayerAt[] } {
  const site = siteOf(world, workload, port, listening);
  return { site, layers: gatewayLayers(site) };
}

/** A gateway's port, with the words that layers have at a pod. Whether a route takes the request on is another question. */
export function decideAtGateway(world: World, caller: Caller, destination: Destination, request: Request): Decision {
  const { network, listening, policies } = hopTo(world, caller, destination, request);
  return decisionOf([...network, decisionFor('capture', listening.verdict), ...policies]);
}

/** Several layers as one, in the words of the one that decides. */
export function asOne(layer: Layer, layers: readonly LayerDecision[]): LayerDecision {
  const { answer } = decisionOf(layers, layers[layers.length - 1].layer);
  return { ...answer === 'allow' ? layers[layers.length - 1] : layers.find((l) => l.answer === answer)!, layer };
}

/** Who shows a certificate may have any identity, which policies may ask for; nobody else has one. */
function siteOf(world: World, workload: WorkloadView, port: number, { protocol, listeners }: Listening): Site {
  const trusted = trustedProxies(world, workload);
  const site = gatewaySite(world, workload, port, protocol);
  const identity = listeners.some((l) => l.asksCertificate) && site.authorization.some((p) => asksForIdentity(p.object)) ? 'unknown' : 'none';
  return {
    ...site,
    arrive: () => ({ verdict: verdict('allow', 'a gateway takes clients of its own'), identity }),
    ...(trusted === undefined ? {} : { trusted }),
  };
}

const IDENTITY = ['principals', 'namespaces', 'serviceAccounts', 'trustDomains', 'notPrincipals', 'notNamespaces', 'notServiceAccounts', 'notTrustDomains'] as const;

function asksForIdentity({ spec: { rules = [] } }: AuthorizationPolicy): boolean {
  return rules.some(({ from = [], when = [] }) => (
    from.some(({ source }) => IDENTITY.some((field) => source[field] !== undefined)) || when.some(({ key }) => key.startsWith('source.') && key !== 'source.ip')));
}

const PROXY_CONFIG = 'proxy.istio.io/config';

/** The pod's own setting, else the mesh's. */
function trustedProxies({ settings }: World, { annotations }: WorkloadView): number | undefined {
  const text = annotations[PROXY_CONFIG];
  const { value } = text === undefined ? { value: undefined } : plainValue(text);
  const topology = isMap(value) && isMap(value.gatewayTopology) ? value.gatewayTopology : {};
  return typeof topology.numTrustedProxies === 'number' ? topology.numTrustedProxies : settings.numTrustedProxies;
}
