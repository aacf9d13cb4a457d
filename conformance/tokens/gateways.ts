import { anonymousCaller, type Answer, type World, type WorkloadView } from '../../src/eval';
import { gatewayLayers, gatewaySite } from '../../src/eval/gateway/site';
import { decisionOf } from '../../src/eval/layers/combined';
import { normalizePath } from '../../src/eval/matcher/normalize';
import type { GatewayModel } from '../../src/model/model';
import type { TokensModel } from '../../src/model/tokens';
import { matchesPath } from '../enforced/declared';
import { requestOf } from '../enforced/evaluate';
import type { Subject } from '../enforced/subject';
import { type Manifest, manifestOf } from '../harness/istiod';
import type { WireHttp } from '../probe/wire';
import { PLAIN_GET, type WireQuestion } from '../questions/question';
import { carriedBy, satisfies } from './declared';
import { withTokens } from './questions';

/** A gateway of which tokens are required, as one of its pods. */
export interface Guarded {
  readonly model: GatewayModel & { readonly tokens: TokensModel };
  readonly workload: WorkloadView;
  readonly ports: readonly number[];
}

export function guardedIn({ model }: Subject, world: World): readonly Guarded[] {
  return (model?.gateways ?? []).flatMap((gateway): readonly Guarded[] => {
    const { tokens, namespace, caller: { pods } } = gateway;
    const workload = world.workloads.find((w) => w.namespace === namespace && Object.entries(pods.labels).every(([k, v]) => w.labels[k] === v));
    if (tokens === undefined || workload === undefined) return [];
    const ports = gateway.listeners.filter((l) => l.purpose === 'clients' && l.protocol === 'tcp').map((l) => l.port);
    return [{ model: { ...gateway, tokens }, workload, ports }];
  });
}

/**
 * The manifests without Gateway objects: for those the pods are there already, and what their listeners ask for, secrets among it, is not.
 * Policies are bound by the label that those pods carry.
 */
export function withoutGateways(manifests: readonly Manifest[]): readonly Manifest[] {
  return manifests.map(({ name, text }) => ({ name, text: text.split(/^---$/m).filter((doc) => !/^kind: Gateway$/m.test(doc) || /istio-waypoint/.test(doc)).join('---') }));
}

/** What its owner would write for requests at these ports, which no manifest of ours has: every host, every path, to somewhere. */
export function listenersOf({ workload: { namespace, labels, name }, ports }: Guarded): Manifest {
  const networking = (kind: string, spec: object): object => ({ apiVersion: 'networking.istio.io/v1', kind, metadata: { name: `${name}-conformance`, namespace }, spec });
  const servers = ports.map((number) => ({ port: { number, name: `http-${number}`, protocol: 'HTTP' }, hosts: ['*'] }));
  const host = 'somewhere.example';
  return manifestOf(`listeners of ${namespace}/${name}`, [
    networking('Gateway', { selector: labels, servers }),
    networking('ServiceEntry', { hosts: [host], ports: [{ number: 80, name: 'http', protocol: 'HTTP' }], resolution: 'DNS' }),
    networking('VirtualService', { hosts: ['*'], gateways: [`${name}-conformance`], http: [{ route: [{ destination: { host, port: { number: 80 } } }] }] }),
  ]);
}

/** Requests to each port that the requirement tells apart, with every token and every one-step change of one. */
export function questionsAt(world: World, { workload: { id }, model: { tokens }, ports }: Guarded): readonly WireQuestion[] {
  const excepted = tokens.except.flatMap(({ value }) => [value, `${value.replace(/\/$/, '')}/below`, `${value}x`, `/x/..${value}`]);
  const requests = ['/', '/elsewhere', ...excepted].flatMap((path): readonly WireHttp[] => [
    { ...PLAIN_GET, path }, { ...PLAIN_GET, path, method: 'POST' }, { ...PLAIN_GET, path, method: 'OPTIONS' },
    { ...PLAIN_GET, path, method: 'OPTIONS', headers: [['origin', 'https://page.example'], ['access-control-request-method', 'PUT']] },
    { ...PLAIN_GET, path, method: 'OPTIONS', headers: [['origin', ''], ['access-control-request-method', 'PUT']] },
  ]);
  const at = [...ports, 9999].flatMap((port) => requests.map((http): WireQuestion => ({ workload: id, port, caller: 'plaintext', sourceIp: '198.51.100.7', http })));
  const first = at.filter(({ port, http }) => port === ports[0] && (http!.path === '/elsewhere' || http!.path === excepted[0]));
  return [...at.filter(({ port }) => port !== 9999), ...withTokens(world, first)];
}

export function evaluatedAt(world: World, { workload }: Guarded, { port, sourceIp, http }: WireQuestion): Answer {
  const request = { http: requestOf(http!) };
  return decisionOf(gatewayLayers(gatewaySite(world, workload, port)).map((l) => l.decide(anonymousCaller(sourceIp), request))).answer;
}

/** By plain comparison with the model, as for services. */
export function declaredAt({ model: { tokens }, ports }: Guarded, { port, http }: WireQuestion, { settings }: Subject): 'allow' | 'deny' {
  const path = normalizePath(http!.path, settings.pathNormalization);
  if (path === undefined || !ports.includes(port)) return 'deny';
  const carried = carriedBy(tokens, http!);
  if (carried === 'refused') return 'deny';
  if (tokens.except.some((p) => matchesPath(p, path))) return 'allow';
  const sent = (name: string): boolean => http!.headers.some(([n]) => n === name);
  if (tokens.corsPreflight && http!.method === 'OPTIONS' && sent('origin') && sent('access-control-request-method')) return 'allow';
  return satisfies({ issuers: tokens.issuers, claims: [], optional: false }, carried) ? 'allow' : 'deny';
}
