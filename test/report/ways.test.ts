import { join } from 'node:path';
import { buildWorld, type World } from '../../src/eval';
import { anonymousCaller } from '../../src/eval/callers';
import { lanesOf } from '../../src/eval/gateway/lanes';
import { through } from '../../src/eval/gateway/through';
import { exploreWay, type Way, waysOf } from '../../src/eval/gateway/ways';
import { contains, type Witness } from '../../src/eval/request-set';
import { readPaths, readText } from '../../src/manifest';
import { enforcedTable } from '../../src/report';

const worldOf = (name: string): World => buildWorld(readPaths([join(__dirname, `../cases/gateways/${name}.yaml`)]).manifests);
const OUTSIDE = anonymousCaller('203.0.113.10');

const PATHS = [
  '/', '/old', '/old/', '/old/x', '/older', '/old/back', '/new/x', '/admin/x', '/keys', '/gone', '/guarded', '/api/y', '/split', '/split/x', '/back', '/backx',
  '/closed', '/shop.Catalog/Get', '/x.css',
];
const HEADERS = [{}, { 'x-to': 'back' }, { 'x-role': 'guest' }] as const;

function requestsAt({ lane }: Way): readonly Witness[] {
  const name = lane.host.replace('*', lane.host === '*' ? 'nobody.invalid' : 'x');
  const hosts = [name, `${name}:${lane.port}`, 'shop.example'];
  return hosts.flatMap((host) => PATHS.flatMap((path) => ['GET', 'DELETE'].flatMap((method) => (
    HEADERS.map((headers): Witness => ({ kind: 'http', method, host, path, headers, when: [] }))))));
}

test.each(['classic', 'api', 'corners', 'rewrites'])('every single request agrees: %s', (name) => {
  const world = worldOf(name);
  const disagreeing: string[] = [];
  let asked = 0;
  // One of what is told by server name alone would need another name for each.
  for (const lane of lanesOf(world).filter(({ isHttp }) => isHttp)) {
    for (const way of waysOf(world, lane)) {
      const { allow, maybe } = exploreWay(world, way, OUTSIDE);
      for (const request of requestsAt(way)) {
        if (request.kind === 'bytes' || !contains(lane.requests, request)) continue;
        const { method, path, host, headers } = request;
        const answers = way.destinations.map((destination) => (
          through(world, OUTSIDE, { workload: lane.pod, port: lane.at, protocol: 'TCP' }, destination, { http: { method, path, host, headers } }).answer));
        const answer = answers.includes('allow') ? 'allow' : answers.includes('undetermined') ? 'undetermined' : 'deny';
        const [isAllowed, isPossible] = [contains(allow, request), contains(maybe, request)];
        asked++;
        const agrees = isAllowed ? answer === 'allow' : answer === 'deny' || isPossible;
        if (!agrees) disagreeing.push(`${lane.host}:${lane.port} ${method} ${host}${path} ${JSON.stringify(headers)} -> ${way.service.port}: ${answer}`);
      }
    }
  }
  expect(disagreeing).toEqual([]);
  expect(asked).toBeGreaterThan(200);
});

const ROUTES = `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: shop, namespace: shop}
spec: {parentRefs: [{name: edge, namespace: infra}], hostnames: [shop.example], rules: [{backendRefs: [{name: frontend, port: 80}]}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop, namespace: shop}
spec: {hosts: [old.example], gateways: [istio-system/public], http: [{match: [{uri: {prefix: /a}}], delegate: {name: team}}, {route: [{destination: {host: frontend}, weight: 1}, {destination: {host: api.other.example}, weight: 1}]}]}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: selecting, namespace: shop}
spec: {selector: {istio: nobody}, servers: [{port: {number: 443, name: tls, protocol: TLS}, hosts: ["*"], tls: {mode: PASSTHROUGH}}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: tls, namespace: shop}
spec: {hosts: ["*"], gateways: [selecting], tls: [{match: [{sniHosts: [db.example]}], route: [{destination: {host: db, port: {number: 5432}}}]}]}
`;

test('of gateways that are not in the manifests everything is undetermined, and nothing is left out', () => {
  const { manifests } = readText(ROUTES, 'routes.yaml');
  expect(enforcedTable(buildWorld(manifests)).waysIn).toEqual([
    { callee: 'api.other.example:80', callers: [{ caller: 'outside via gateway istio-system/public old.example', access: 'undetermined: any path except /a*' }] },
    { callee: 'shop/db:5432 (not in the manifests)', callers: [{ caller: 'outside via gateway shop/selecting db.example:443', access: 'undetermined: everything (no pod of Gateway shop/selecting is in the manifests)' }] },
    { callee: 'shop/frontend:80 (not in the manifests)', callers: [
      { caller: 'outside via gateway infra/edge shop.example', access: 'undetermined: everything (Gateway infra/edge is not in the manifests)' },
      { caller: 'outside via gateway istio-system/public old.example', access: 'undetermined: any path except /a* (Gateway istio-system/public is not in the manifests)' },
    ] },
    { callee: 'somewhere', callers: [
      { caller: 'outside via gateway istio-system/public old.example', access: 'undetermined: VirtualService shop/shop spec.http[0] delegates it to VirtualService shop/team, which is not in the manifests' },
    ] },
  ]);
});

test('without routes of gateways there is nothing to say', () => {
  expect(enforcedTable(buildWorld(readText('apiVersion: v1\nkind: Namespace\nmetadata: {name: a}', 'a.yaml').manifests)).waysIn).toBeUndefined();
});

test('why a way is undetermined is said: a rule that is not followed, or pods that are not there', () => {
  const { manifests } = readText(`
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec: {gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: shop}
spec:
  parentRefs: [{name: edge}]
  hostnames: [shop.example]
  rules:
    - {matches: [{path: {type: RegularExpression, value: '/a\\b.*'}}], backendRefs: [{name: known, port: 80}]}
    - {matches: [{path: {value: /gone}}], backendRefs: [{name: gone, port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: known, namespace: shop}
spec: {selector: {app: known}, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: gone, namespace: shop}
spec: {selector: {app: gone}, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Pod
metadata: {name: known, namespace: shop, labels: {app: known}}
spec: {containers: [{name: c, image: c}]}`, 'routes.yaml');
  const rows = enforcedTable(buildWorld(manifests, { namespaceDataPlanes: { shop: 'sidecar' } })).waysIn?.flatMap(({ callers }) => callers.map(({ access }) => access));
  expect(rows).toEqual([
    'undetermined: /gone, /gone/* (its pods are not among the manifests)',
    'undetermined: any path except /gone, /gone/* (HTTPRoute shop/r spec.rules[0] goes by the expression `/a\\b.*`, of which no set of requests can be made)',
  ]);
});
