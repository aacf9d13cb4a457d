import { enforcedTable, formatAccessTable } from '../../src/report';
import type { MeshSettings } from '../../src/eval';
import { deployment, NAMESPACE, networkPolicy, peerAuthentication, policy, service, worldOf } from '../ask/world';

const STRICT = peerAuthentication('default', '{mtls: {mode: STRICT}}');
const DB = NAMESPACE + deployment('db', { port: 5432, portName: 'tcp' }) + service('db', '{selector: {app: db}, ports: [{name: tcp, port: 5432}]}');
const from = (source: string) => policy('db', `{selector: {matchLabels: {app: db}}, rules: [{from: [{source: ${source}}]}]}`);
const admits = (...peers: string[]) => networkPolicy('db', `{podSelector: {matchLabels: {app: db}}, ingress: [{from: [${peers.join(', ')}]}]}`);

/** The callers of the database, as the table lists them. */
function callersOf(yaml: string, settings: Partial<MeshSettings> = {}): readonly string[] {
  const block = enforcedTable(worldOf(yaml, settings)).callees.find(({ callee }) => callee === 'shop/db:5432');
  return (block?.callers ?? []).map(({ caller, access }) => `${caller}: ${access}`);
}

test.each<[string, string, readonly string[]]>([
  ['nothing restricts it', DB, ['any address outside the cluster: everything', 'any pod: everything']],
  ['plaintext is refused', DB + STRICT, ['any mesh identity: everything']],
  ['nobody is allowed', DB + STRICT + policy('nothing', '{}'), []],
  ['a workload by its identity', DB + STRICT + deployment('web') + from('{principals: [cluster.local/ns/shop/sa/web]}'), ['shop/web: everything']],
  ['a workload by its service account', DB + STRICT + deployment('web') + from('{serviceAccounts: [web]}'), ['shop/web: everything']],
  ['an identity that no workload has', DB + STRICT + from('{principals: [cluster.local/ns/edge/sa/gateway]}'), ['edge/gateway: everything']],
  ['identities by a pattern', DB + STRICT + from('{principals: [cluster.local/ns/edge/*]}'), ['identities cluster.local/ns/edge/*: everything']],
  ['any identity', DB + STRICT + from('{principals: ["*"]}'), ['any mesh identity: everything']],
  ['a namespace', DB + STRICT + from('{namespaces: [edge]}'), ['any identity of namespace edge: everything']],
  ['its own namespace, by NetworkPolicy', DB + admits('{podSelector: {}}'), ['any pod of namespace shop: everything']],
  ['its own namespace, by both', DB + STRICT + from('{namespaces: [shop]}') + admits('{podSelector: {}}'), ['any identity of namespace shop: everything']],
  ['pods that are there', DB + deployment('web') + admits('{podSelector: {matchLabels: {app: web}}}'), ['shop/web: everything']],
  ['pods that are not', DB + admits('{podSelector: {matchLabels: {app: web}}}'), ['pods with app=web of namespace shop: everything']],
  ['an identity, only from the pods that NetworkPolicy admits',
    DB + STRICT + from('{principals: [cluster.local/ns/edge/sa/gateway]}') + admits('{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}, podSelector: {matchLabels: {istio: edge}}}'),
    ['edge/gateway: everything']],
  ['an identity that NetworkPolicy keeps out', DB + STRICT + deployment('web') + from('{principals: [cluster.local/ns/shop/sa/web]}') + admits('{podSelector: {matchLabels: {app: other}}}'), []],
  ['addresses', DB + networkPolicy('db', '{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 198.51.100.0/24, except: [198.51.100.0/25]}}]}]}'), [
    '198.51.100.0/24 except 198.51.100.0/25: everything', 'any pod: undetermined: everything',
  ]],
  ['whoever may leave a namespace whose pods may not', DB + STRICT + deployment('web') + networkPolicy('no-egress', '{podSelector: {}, policyTypes: [Egress]}')
  + networkPolicy('web-out', '{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{}]}'), ['any mesh identity: everything']],
  ['a block with a hole, said by two layers', DB + peerAuthentication('db', '{selector: {matchLabels: {app: db}}, mtls: {mode: PERMISSIVE}}')
  + from('{ipBlocks: [192.0.0.0/16], notIpBlocks: [192.0.7.0/24]}') + admits('{ipBlock: {cidr: 192.0.0.0/16, except: [192.0.7.0/24]}}'),
  ['192.0.0.0/16 except 192.0.7.0/24: everything', 'any pod: undetermined: everything']],
  ['a block with a hole that only one layer has', DB + networkPolicy('wide', '{podSelector: {}, ingress: [{}]}')
  + from('{ipBlocks: [192.0.0.0/16], notIpBlocks: [192.0.7.0/24]}'),
  ['192.0.0.0/16: everything', '192.0.7.0/24: nothing', 'any pod: undetermined: everything']],
  ['an account of a namespace, each named apart', DB + STRICT + from('{principals: ["*/sa/x"], namespaces: [other]}'), ['identities */sa/x of namespace other: everything']],
  ['an account that ends, in a namespace that begins in some way', DB + STRICT + from('{principals: ["*o"], namespaces: ["a*"]}'), ['identities *o of namespace a*: everything']],
  ['all but the names of those who are asked for anybody', DB + STRICT + from('{principals: ["*"], notPrincipals: ["*/sa/undeclared", "*/sa/~undeclared~"]}'), [
    'any mesh identity: everything', 'identities */sa/undeclared: nothing',
  ]],
  ['somebody who is denied what everybody may',
    DB + STRICT + deployment('web') + policy('deny', '{action: DENY, rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/web]}}]}]}'),
    ['any mesh identity: everything', 'shop/web: nothing']],
])('%s', (_, yaml, callers) => {
  expect(callersOf(yaml)).toEqual(callers);
});

test('workloads under one service account are one line while they are answered alike', () => {
  const two = DB + STRICT + deployment('web') + deployment('web-canary', { account: 'web' }) + from('{principals: [cluster.local/ns/shop/sa/web]}');
  expect(callersOf(two)).toEqual(['shop/web: everything']);
  expect(callersOf(two + admits('{podSelector: {matchLabels: {app: web}}}'))).toEqual(['pod:shop/web: everything']);
});

test('without a mesh identities count for nothing', () => {
  const yaml = DB + deployment('web') + from('{principals: [cluster.local/ns/shop/sa/web]}') + admits('{podSelector: {matchLabels: {app: web}}}');
  expect(callersOf(yaml, { mesh: false })).toEqual(['shop/web: everything']);
});

test('endpoints that differ have a block each', () => {
  const yaml = DB + STRICT + deployment('db-next', { app: 'db', port: 5432, extra: ', next: "1"' })
    + policy('next', '{selector: {matchLabels: {next: "1"}}}');
  const { callees } = enforcedTable(worldOf(yaml));
  expect(callees.map(({ callee, callers }) => `${callee}: ${callers.length}`)).toEqual(['shop/db:5432 at pod:shop/db: 1', 'shop/db:5432 at pod:shop/db-next: 0']);
});

test('ports: by Service where one leads there, else by pod; other protocols are named', () => {
  const yaml = NAMESPACE + deployment('web', { port: 8080 }) + deployment('job', { port: 9000 })
    + service('web', '{selector: {app: web}, ports: [{name: a, port: 80, targetPort: http}, {name: b, port: 53, protocol: UDP}]}')
    + service('none', '{selector: {app: none}, ports: [{port: 80}]}');
  expect(enforcedTable(worldOf(yaml)).callees.map(({ callee }) => callee)).toEqual([
    'pod:shop/job:9000', 'shop/none:80 (no workload in the manifests)', 'shop/web:53/UDP', 'shop/web:80 (pod port 8080)',
  ]);
});

test('exceptions: plaintext, and crowds', () => {
  expect(enforcedTable(worldOf(DB)).exceptions).toEqual([
    'shop/db:5432 accepts plaintext',
    'shop/db:5432 is open to any address outside the cluster: everything',
    'shop/db:5432 is open to any pod: everything',
  ]);
  const narrow = DB + STRICT + deployment('web') + policy('nothing', '{}') + from('{principals: [cluster.local/ns/shop/sa/web]}');
  expect(enforcedTable(worldOf(narrow)).exceptions).toEqual([]);
});

test('only what is asked for', () => {
  const world = worldOf(DB + deployment('web'));
  expect(enforcedTable(world, new Set(['shop/db'])).callees.map(({ callee }) => callee)).toEqual(['shop/db:5432']);
});

test('the order of the objects changes nothing', () => {
  const objects = [NAMESPACE, deployment('db', { port: 5432 }), deployment('web'), deployment('api'), service('db', '{selector: {app: db}, ports: [{name: tcp, port: 5432}]}'), STRICT,
    from('{principals: [cluster.local/ns/shop/sa/web, cluster.local/ns/shop/sa/api]}')];
  const table = (yaml: readonly string[]) => formatAccessTable(enforcedTable(worldOf(yaml.join(''))));
  expect(table([...objects].reverse())).toBe(table(objects));
});

test('an empty world has an empty table', () => {
  expect(formatAccessTable(enforcedTable(worldOf(NAMESPACE)))).toBe('nothing can be called\n');
});

describe('external hosts', () => {
  const entry = (addresses = '') => `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: pay, namespace: shop}
spec: {hosts: [pay.example], ports: [{number: 443, name: tls, protocol: TLS}], resolution: DNS, exportTo: ["."]${addresses}}
---
`;
  const egress = (to: string) => networkPolicy('out', `{podSelector: {}, policyTypes: [Egress], egress: [${to}]}`);
  const world = (yaml: string) => worldOf(DB + yaml, { outboundTrafficPolicy: 'REGISTRY_ONLY' });

  test.each<[string, string, readonly string[]]>([
    ['registered, and nothing else restricts it', entry(), ['shop/db -> pay.example:443 (tls)']],
    ['not registered', '', []],
    ['the world outside is admitted', entry() + egress('{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}], ports: [{port: 443}]}'), ['shop/db -> pay.example:443 (tls)']],
    ['another port is admitted', entry() + egress('{to: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: 80}]}'), []],
    ['some addresses are, its own are not known', entry() + egress('{to: [{ipBlock: {cidr: 198.51.100.0/24}}]}'), ['shop/db -> pay.example:443 (tls) undetermined']],
    ['its addresses are', entry(', addresses: [198.51.100.7]') + egress('{to: [{ipBlock: {cidr: 198.51.100.0/24}}]}'), ['shop/db -> pay.example:443 (tls)']],
    ['its addresses are not', entry(', addresses: [192.0.2.7]') + egress('{to: [{ipBlock: {cidr: 198.51.100.0/24}}]}'), []],
  ])('%s', (_, yaml, texts) => {
    expect(enforcedTable(world(yaml)).externals).toEqual(texts);
  });
});

describe('ways out of pods', () => {
  const web = NAMESPACE + deployment('web');
  const egress = (...rules: string[]) => networkPolicy('out', `{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [${rules.join(', ')}]}`);
  const dns = '{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}, podSelector: {matchLabels: {k8s-app: kube-dns}}}], ports: [{port: 53}, {port: 53, protocol: UDP}]}';
  const apiServer = '{to: [{ipBlock: {cidr: 10.128.0.2/32}}], ports: [{port: 6443}, {port: 443}]}';
  const kubeDns = 'pods with k8s-app=kube-dns of namespace kube-system on 53, 53/UDP';
  const three = NAMESPACE + ['a', 'b', 'c'].map((name) => deployment(name)).join('');
  const ONLY = { outboundTrafficPolicy: 'REGISTRY_ONLY' } as const;
  const tcpEntry = `
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: db, namespace: shop}
spec: {hosts: [db.example], ports: [{number: 443, name: tcp, protocol: TCP}], resolution: DNS}
---
`;

  test.each<[string, string, readonly string[], Partial<MeshSettings>?]>([
    ['nothing isolates it', web, ['shop/web -> anywhere (no NetworkPolicy isolates it)']],
    ['nothing but its proxy holds it', web, ['shop/web -> anywhere (TCP only to hosts that its proxy knows; no NetworkPolicy isolates it)'], ONLY],
    ['no way', web + egress(), []],
    ['the API server and DNS', web + egress(dns, apiServer), ['shop/web -> 10.128.0.2/32 on 443, 6443', `shop/web -> ${kubeDns}`]],
    ['what its proxy must know', web + egress(apiServer), ['shop/web -> 10.128.0.2/32 on 443, 6443 (TCP only to hosts that its proxy knows)'], ONLY],
    ['what a TCP port without addresses opens at its proxy', web + tcpEntry + egress(apiServer), ['shop/web -> 10.128.0.2/32 on 443, 6443'], ONLY],
    ['datagrams, which no proxy sees', web + egress('{to: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}], ports: [{port: 123, protocol: UDP}]}'),
      ['shop/web -> 0.0.0.0/0 except 10.0.0.0/8 on 123/UDP'], ONLY],
    ['everywhere on some ports', web + egress('{ports: [{port: 8000, endPort: 8080}, {port: metrics}]}'), ['shop/web -> anywhere on 8000-8080, metrics']],
    ['pods that are there are callees', web + deployment('db') + egress('{to: [{podSelector: {matchLabels: {app: db}}}]}'), ['shop/db -> anywhere (no NetworkPolicy isolates it)']],
    ['pods that are not', web + egress('{to: [{podSelector: {matchLabels: {app: db}}}]}'), ['shop/web -> pods with app=db of namespace shop']],
    ['any pod', web + egress('{to: [{namespaceSelector: {}}]}', '{to: [{podSelector: {}}], ports: [{port: 80}]}'),
      ['shop/web -> any pod of any namespace', 'shop/web -> any pod of namespace shop on 80']],
    ['rules of several policies', web + egress(apiServer) + networkPolicy('more', '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.128.0.2/32}}], ports: [{port: 22}]}]}'),
      ['shop/web -> 10.128.0.2/32 on 22, 443, 6443']],
    ['pods that no manifest has', NAMESPACE + egress(apiServer), ['pods with app=web of namespace shop -> 10.128.0.2/32 on 443, 6443']],
    ['all of a namespace are one line, which says how many', three + networkPolicy('dns', `{podSelector: {}, policyTypes: [Egress], egress: [${dns}]}`),
      [`shop/* (all 3) -> ${kubeDns}`]],
    ['all but one are not', three + networkPolicy('dns', `{podSelector: {}, policyTypes: [Egress], egress: [${dns}]}`)
    + networkPolicy('a', `{podSelector: {matchLabels: {app: a}}, policyTypes: [Egress], egress: [${apiServer}]}`),
    ['shop/* (all 3) -> pods with k8s-app=kube-dns of namespace kube-system on 53, 53/UDP', 'shop/a -> 10.128.0.2/32 on 443, 6443']],
    ['in the network of its node', NAMESPACE + deployment('web').replace('      containers', '      hostNetwork: true\n      containers') + egress(apiServer),
      ['shop/web -> anywhere (undetermined: in its node\'s network the effect of NetworkPolicy is undefined)']],
  ])('%s', (_, yaml, texts, settings = {}) => {
    expect(enforcedTable(worldOf(yaml, settings)).waysOut).toEqual(texts);
  });

  test('an address that is an API server\'s is called so', () => {
    expect(enforcedTable(worldOf(web + egress(apiServer)), undefined, ['10.128.0.0/28']).waysOut).toEqual(['shop/web -> the API server at 10.128.0.2/32 on 443, 6443']);
  });
});
