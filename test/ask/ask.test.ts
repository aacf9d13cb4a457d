import { ask, askAtAll, parseCaller, parseTarget, type Question } from '../../src/eval/ask';
import type { World } from '../../src/eval';
import { deployment, NAMESPACE, networkPolicy, peerAuthentication, policy, service, worldOf } from './world';

const TCP = '{selector: {app: db}, ports: [{name: tcp, port: 5432, targetPort: 5432}]}';
const STRICT = peerAuthentication('default', '{mtls: {mode: STRICT}}');
const DB = NAMESPACE + deployment('db', { port: 5432, portName: 'tcp' }) + service('db', TCP);

function answer(world: World, from: string, to: string, request?: Question['request']): string {
  return ask(world, { from: parseCaller(from), to: parseTarget(to), ...(request && { request }) }).answer;
}

describe('a service account', () => {
  const world = worldOf(DB + deployment('web') + deployment('web-canary', { account: 'web' })
    + networkPolicy('db', '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}'));

  test('stands for every workload that runs under it', () => {
    const result = ask(world, { from: parseCaller('shop/web'), to: parseTarget('shop/db:5432') });
    expect(result.decisions.map((d) => [d.caller.name, d.decision.answer])).toEqual([['shop/web', 'allow'], ['shop/web-canary', 'deny']]);
    expect(result.answer).toBe('undetermined');
    expect(result.text).toBe('not all workloads are answered alike: shop/web -> shop/db:5432: allow; shop/web-canary -> shop/db:5432: deny');
  });

  test('one of its pods is answered for itself', () => {
    expect(answer(world, 'pod:shop/web', 'shop/db:5432')).toBe('allow');
    expect(answer(world, 'pod:shop/web-canary', 'shop/db:5432')).toBe('deny');
  });

  test('calls in plaintext without a proxy', () => {
    const unmeshed = worldOf(DB + STRICT + deployment('cron', { extra: ', sidecar.istio.io/inject: "false"' }));
    expect(answer(unmeshed, 'shop/cron', 'shop/db:5432')).toBe('deny');
  });

  test('of which nobody knows whether it has a proxy calls with its identity or without', () => {
    const elsewhere = deployment('job').replace('namespace: shop', 'namespace: jobs');
    expect(answer(worldOf(DB + STRICT + elsewhere), 'jobs/job', 'shop/db:5432')).toBe('undetermined');
    expect(answer(worldOf(DB + STRICT + elsewhere + policy('db', '{}')), 'pod:jobs/job', 'shop/db:5432')).toBe('deny');
    expect(answer(worldOf(DB + elsewhere), 'jobs/job', 'shop/db:5432')).toBe('allow');
  });

  test('that only policies name is a principal without a workload', () => {
    const named = worldOf(DB + policy('db', '{rules: [{from: [{source: {principals: [cluster.local/ns/edge/sa/gateway]}}]}]}'));
    expect(answer(named, 'edge/gateway', 'shop/db:5432')).toBe('allow');
  });

  test('may be seen at an address', () => {
    const byAddress = worldOf(DB + deployment('web') + policy('db', '{rules: [{from: [{source: {ipBlocks: [10.0.0.0/8]}}]}]}'));
    expect(answer(byAddress, 'shop/web@10.1.2.3', 'shop/db:5432')).toBe('allow');
    expect(answer(byAddress, 'shop/web@192.168.0.1', 'shop/db:5432')).toBe('deny');
    expect(answer(byAddress, 'shop/web', 'shop/db:5432')).toBe('undetermined');
  });
});

describe('a principal', () => {
  test('is the workload that holds it', () => {
    const world = worldOf(DB + deployment('web') + networkPolicy('db', '{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}'));
    expect(answer(world, 'cluster.local/ns/shop/sa/web', 'shop/db:5432')).toBe('allow');
  });

  test('without a workload is undetermined only where NetworkPolicy isolates the callee', () => {
    const open = worldOf(DB + STRICT);
    expect(answer(open, 'cluster.local/ns/edge/sa/gateway', 'shop/db:5432')).toBe('allow');
    const isolated = worldOf(DB + STRICT + networkPolicy('db', '{podSelector: {}, ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: edge}}}]}]}'));
    expect(answer(isolated, 'cluster.local/ns/edge/sa/gateway', 'shop/db:5432')).toBe('undetermined');
  });

  test('of a foreign trust domain does not survive the handshake', () => {
    expect(answer(worldOf(DB + STRICT), 'evil.example/ns/shop/sa/web', 'shop/db:5432')).toBe('deny');
  });

  test('arrives without identity at a port whose mode is DISABLE', () => {
    const disabled = DB + peerAuthentication('db', '{selector: {matchLabels: {app: db}}, mtls: {mode: DISABLE}}');
    expect(answer(worldOf(disabled), 'cluster.local/ns/edge/sa/gateway', 'shop/db:5432')).toBe('allow');
    const named = disabled + policy('db', '{rules: [{from: [{source: {principals: ["*"]}}]}]}');
    expect(answer(worldOf(named), 'cluster.local/ns/edge/sa/gateway', 'shop/db:5432')).toBe('deny');
  });
});

describe('anonymous', () => {
  test.each([['STRICT', 'deny'], ['PERMISSIVE', 'allow']])('is plaintext: %s', (mode, expected) => {
    expect(answer(worldOf(DB + peerAuthentication('default', `{mtls: {mode: ${mode}}}`)), 'anonymous', 'shop/db:5432')).toBe(expected);
  });

  const admitting = (peers: string) => worldOf(DB + networkPolicy('db', `{podSelector: {}, ingress: [{from: ${peers}}]}`));

  test.each([
    ['some pods', '[{podSelector: {matchLabels: {app: web}}}]', 'anonymous', 'undetermined'],
    ['all pods, where it may be none', '[{namespaceSelector: {}}]', 'anonymous', 'undetermined'],
    ['some pods, at an address that pods have', '[{podSelector: {matchLabels: {app: web}}}]', 'anonymous@10.1.2.3', 'undetermined'],
    ['some pods, at a public address', '[{podSelector: {matchLabels: {app: web}}}]', 'anonymous@203.0.113.7', 'deny'],
    ['its address', '[{ipBlock: {cidr: 203.0.113.0/24}}]', 'anonymous@203.0.113.7', 'allow'],
    ['everybody', '[]', 'anonymous', 'allow'],
  ])('may be a pod or not, where NetworkPolicy admits %s', (_, peers, caller, expected) => {
    expect(answer(admitting(peers), caller, 'shop/db:5432')).toBe(expected);
  });
});

describe('a target', () => {
  const http = '{selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}';

  test('a Service is all of its endpoints, each at its own port', () => {
    const world = worldOf(NAMESPACE + service('web', http) + deployment('web', { port: 8080 }) + deployment('web-next', { app: 'web', port: 9090 }) + deployment('caller')
      + policy('web', '{selector: {matchLabels: {app: web}}, rules: [{to: [{operation: {ports: ["8080"]}}]}]}'));
    const result = ask(world, { from: parseCaller('shop/caller'), to: parseTarget('shop/web:80'), request: {} });
    expect(result.answer).toBe('undetermined');
    expect(result.text).toContain('shop/caller -> shop/web-next:9090: deny; shop/caller -> shop/web:8080: allow');
  });

  test('a Service port may be called by name', () => {
    const world = worldOf(NAMESPACE + service('web', http) + deployment('web'));
    expect(answer(world, 'shop/web', 'shop/web:http', {})).toBe('allow');
  });

  test.each([
    ['without endpoints in the manifests', service('web', http), 'no workload in the manifests serves shop/web:80'],
    ['without a selector', service('web', '{ports: [{name: http, port: 80}]}') + deployment('web'), 'Service shop/web has no selector, and no EndpointSlice or Endpoints of the manifests give its port `http` an address'],
  ])('a Service %s is undetermined', (_, objects, text) => {
    const result = ask(worldOf(DB + objects), { from: parseCaller('shop/db'), to: parseTarget('shop/web:80') });
    expect(result).toMatchObject({ answer: 'undetermined', text, decisions: [] });
  });

  test('one number for TCP and UDP: a connection is TCP', () => {
    const world = worldOf(NAMESPACE + deployment('dns', { port: 53, portName: 'dns' })
      + service('dns', '{selector: {app: dns}, ports: [{name: udp, port: 53, protocol: UDP}, {name: tcp, port: 53}]}'));
    expect(ask(world, { from: parseCaller('shop/dns'), to: parseTarget('shop/dns:53') }).decisions[0].destination.protocol).toBe('TCP');
  });

  test('a pod of a StatefulSet has its name and a number', () => {
    const world = worldOf(NAMESPACE + deployment('cache', { kind: 'StatefulSet' }) + deployment('web'));
    expect(answer(world, 'shop/web', 'pod:shop/cache-0:8080')).toBe('allow');
    expect(answer(world, 'pod:shop/cache-1', 'pod:shop/web:8080')).toBe('allow');
  });
});

describe('a request', () => {
  const world = worldOf(NAMESPACE + service('web', '{selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}') + deployment('web') + deployment('caller')
    + policy('web', '{selector: {matchLabels: {app: web}}, rules: [{to: [{operation: {methods: [GET], paths: [/], hosts: [web.shop]}}], when: [{key: "request.headers[x-env]", values: [prod]}]}]}'));

  test('what is left out is what a plain client sends; header names in any case', () => {
    expect(answer(world, 'shop/caller', 'shop/web:80', { headers: { 'X-Env': 'prod' } })).toBe('allow');
    expect(answer(world, 'shop/caller', 'shop/web:80', {})).toBe('deny');
    expect(answer(world, 'shop/caller', 'shop/web:80', { host: 'other', headers: { 'x-env': 'prod' } })).toBe('deny');
  });

  test('left out is raw TCP, which a port that speaks HTTP refuses', () => {
    expect(answer(world, 'shop/caller', 'shop/web:80')).toBe('deny');
  });

  test('at all: at least one request, whichever', () => {
    const atAll = (from: string, to: string) => askAtAll(world, { from: parseCaller(from), to: parseTarget(to) });
    expect(atAll('shop/caller', 'shop/web:80')).toMatchObject({ answer: 'allow', text: expect.stringContaining('GET / host web.shop') });
    expect(atAll('anonymous', 'shop/web:80').answer).toBe('allow');
    const strict = worldOf(DB + STRICT);
    expect(askAtAll(strict, { from: parseCaller('anonymous'), to: parseTarget('shop/db:5432') }).answer).toBe('deny');
    expect(askAtAll(worldOf(DB + networkPolicy('db', '{podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}')), {
      from: parseCaller('anonymous'), to: parseTarget('shop/db:5432'),
    }).answer).toBe('undetermined');
  });
});

test('everything wrong with a question is said at once', () => {
  expect(() => answer(worldOf(DB), 'shop/wep', 'shop/bd:5432', { method: 'get' })).toThrow(
    'no workload runs under `shop/wep` and no policy names it; use `shop/db`\nno Service is called `shop/bd`; did you mean `shop/db`?\nnot an HTTP method, got `get`; write `GET`',
  );
});

test('who asks by the name of a workload is told how', () => {
  const world = worldOf(DB + deployment('web-canary', { account: 'web' }));
  expect(() => answer(world, 'shop/web-canary', 'shop/web-canary:80')).toThrow(
    'no workload runs under `shop/web-canary` and no policy names it; a workload is called so: write `pod:shop/web-canary`, in a case file `{pod: shop/web-canary}`\n'
    + 'no Service is called `shop/web-canary`; a workload is called so: write `pod:shop/web-canary:80`, in a case file `{pod: shop/web-canary, port: 80}`',
  );
});

test('an ExternalName has no endpoints to ask about', () => {
  const world = worldOf(DB + service('out', '{type: ExternalName, externalName: example.com, ports: [{port: 80}]}'));
  expect(() => answer(world, 'shop/db', 'shop/out:80')).toThrow('Service `shop/out` is an ExternalName; ask about a Service of this cluster');
});
