import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { DEFAULT_SETTINGS } from '../../src/eval/types';
import { PLAIN_GET, type WireQuestion } from '../questions/question';
import { callerOf, type Recorded } from './recorded';

const CASES = join(__dirname, '../cases');

type Labels = Readonly<Record<string, string>>;

interface Case {
  readonly name: string;
  readonly trustDomainAliases?: readonly string[];
  readonly namespace?: Labels;
  readonly services?: Readonly<Record<string, Labels>>;
  readonly gateway?: { readonly in?: string; readonly labels?: Labels; readonly from?: string };
  readonly policies?: readonly Policy[];
  readonly peerAuthentications?: readonly object[];
  readonly observed: readonly string[];
}

interface Policy {
  readonly in?: string;
  readonly refs?: readonly string[];
  readonly annotations?: Labels;
  readonly [field: string]: unknown;
}

const GROUPS: Labels = { Service: '', ServiceEntry: 'networking.istio.io', Gateway: 'gateway.networking.k8s.io', GatewayClass: 'gateway.networking.k8s.io' };

/** Asked through a waypoint, of Services and of the host of a ServiceEntry in namespace `shop`. */
export function recordedAtWaypoints(): Recorded[] {
  return casesOf('waypoint').map(({ subject, observed }) => ({ subject, observed: observed.map((text) => ({ text, ...atWaypoint(text) })) }));
}

/** Asked of the pod `shop/backend-0`, as its node's ztunnel would be. */
export function recordedAtZtunnel(): Recorded[] {
  return casesOf('ztunnel').map(({ subject, observed }) => ({ subject, observed: observed.map((text) => ({ text, ...atZtunnel(text) })) }));
}

function casesOf(directory: string): { readonly subject: Recorded['subject']; readonly observed: readonly string[] }[] {
  const path = join(CASES, directory);
  return readdirSync(path).sort().flatMap((file) => (parse(readFileSync(join(path, file), 'utf8')) as Case[]).map((c) => ({
    subject: {
      name: `${directory} ${basename(file, '.yaml')}: ${c.name}`,
      manifests: [{ name: file, text: objectsOf(c).map((o) => stringify(o)).join('---\n') }],
      settings: { ...DEFAULT_SETTINGS, trustDomainAliases: c.trustDomainAliases ?? [] },
      assumed: [],
    },
    observed: c.observed,
  })));
}

function objectsOf(c: Case): object[] {
  const modes = (c.peerAuthentications ?? []).map((spec, i) => ({
    apiVersion: 'security.istio.io/v1', kind: 'PeerAuthentication', metadata: { name: `case-${i}`, namespace: 'shop' }, spec,
  }));
  return [...base(c), ...(c.policies ?? []).map(policy), ...modes];
}

function base({ namespace = { 'istio.io/use-waypoint': 'waypoint' }, services = {}, gateway = {} }: Case): object[] {
  const shop = (kind: string, apiVersion: string, name: string, labels: Labels, spec: object) => ({ apiVersion, kind, metadata: { name, namespace: 'shop', labels }, spec });
  const ports = [
    { name: 'http', port: 80, targetPort: 8080 }, { name: 'tcp-db', port: 9000, targetPort: 9009 }, { name: 'sniffed', port: 6000 }, { name: 'grpc', port: 9090, targetPort: 9099 },
  ];
  const listener = { name: 'mesh', port: 15008, protocol: 'HBONE', ...(gateway.from === undefined ? {} : { allowedRoutes: { namespaces: { from: gateway.from } } }) };
  return [
    ...['shop', 'infra'].map((name) => ({
      apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'istio.io/dataplane-mode': 'ambient', ...(name === 'shop' ? namespace : {}) } },
    })),
    {
      apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'waypoint', namespace: gateway.in ?? 'shop', labels: gateway.labels ?? {} },
      spec: { gatewayClassName: 'istio-waypoint', listeners: [listener] },
    },
    ...['backend', 'cart'].flatMap((name) => [
      shop('Service', 'v1', name, services[name] ?? {}, { selector: { app: name }, ports }),
      shop('Pod', 'v1', `${name}-0`, { app: name }, { serviceAccountName: name, containers: [{ name: 'app', image: 'example.com/app' }] }),
    ]),
    shop('ServiceEntry', 'networking.istio.io/v1', 'api', {}, {
      hosts: ['api.example.com'], location: 'MESH_EXTERNAL', resolution: 'DNS',
      ports: [{ number: 80, name: 'http', protocol: 'HTTP' }, { number: 443, name: 'tls', protocol: 'TLS' }],
    }),
  ];
}

function policy({ in: namespace = 'shop', refs, annotations = {}, ...spec }: Policy, i: number): object {
  const targetRefs = refs?.map((ref) => ref.split('/')).map(([kind, name]) => ({ group: GROUPS[kind], kind, name }));
  return {
    apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: `case-${i}`, namespace, annotations },
    spec: { ...(targetRefs === undefined ? {} : { targetRefs }), ...spec },
  };
}

type Observation = { readonly question: WireQuestion; readonly answer: string };

function atZtunnel(text: string): Observation {
  const found = /^(\S+) :(\d+) -> (allow|deny)$/.exec(text);
  if (found === null) throw new Error(`not an observation: \`${text}\``);
  const [, caller, port, answer] = found;
  return { question: { workload: 'shop/backend-0', port: Number(port), caller: callerOf(caller), sourceIp: '10.244.200.9' }, answer };
}

function atWaypoint(text: string): Observation {
  const found = /^(\S+) (?:bytes|(\S+) (\S+)) (\S+):(\d+) -> (allow|deny|unserved)$/.exec(text);
  if (found === null) throw new Error(`not an observation: \`${text}\``);
  const [, caller, method, path, host, port, answer] = found;
  const request = method === 'gRPC' ? { version: 'HTTP/2' as const, grpc: true, method: 'POST', path } : { method, path };
  const http = method === undefined ? {} : { http: { ...PLAIN_GET, ...request } };
  return { question: { workload: `shop/${host}`, port: Number(port), caller: caller === 'none' ? 'none' : callerOf(caller), sourceIp: '10.244.200.9', ...http }, answer };
}
