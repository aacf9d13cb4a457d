import { contractProblems } from '../../src/contract/problems';
import { readContract } from '../../src/contract/read';
import { changed, fullContract, type Path, type Tree } from './full';

const full = JSON.parse(JSON.stringify(fullContract())) as Tree;

const said = (text: string): readonly string[] => contractProblems('shop.json', readContract(text).problems);

test.each<[string, string, string]>([
  ['what is not JSON', '{ "schema": ', 'shop.json: [bad-value] is not JSON; take the `contract.json` that synth writes'],
  ['what is no map', '[]', 'shop.json: [wrong-type] must be a map, got `[]` (a list)'],
])('%s', (_, text, expected) => {
  expect(said(text)).toEqual([expected]);
});

test.each<[string, Path, Tree | undefined, string]>([
  ['another file of ours', ['schema'], 'cdk8s-mesh-access/index', 'shop.json: schema: [bad-value] `cdk8s-mesh-access/index` is not `cdk8s-mesh-access/contract`; take the `contract.json` that synth writes'],
  ['a version to come', ['version'], 2, 'shop.json: version: [unknown-version] contracts of version `2` are not known here, which is 1; use the release of cdk8s-mesh-access that wrote it'],
  ['an unknown key', ['services', 0, 'podLabel'], 'x', 'shop.json: services[0].podLabel: [unknown-key] `podLabel` is not a field of a service; did you mean `podLabels`?'],
  ['a missing key', ['mesh', 'trustDomain'], undefined, 'shop.json: mesh.trustDomain: [missing-field] the mesh of a contract needs `trustDomain`'],
  ['a word that is none', ['services', 0, 'dataPlane'], 'ambiant', 'shop.json: services[0].dataPlane: [bad-value] must be one of sidecar, ambient, none, got `ambiant`; did you mean `ambient`?'],
  ['a port that is none', ['services', 1, 'ports', 0, 'targetPort'], 0, 'shop.json: services[1].ports[0].targetPort: [bad-port] must be from 1 to 65535, got `0`'],
  ['labels of every pod', ['services', 0, 'podLabels'], {}, 'shop.json: services[0].podLabels: [empty] must have at least one label'],
  ['a request that is none', ['grants', 3, 'access', 0, 'http', 0, 'method'], ['GET'], 'shop.json: grants[3].access[0].http[0].method: [unknown-key] `method` is not a field of a request; did you mean `methods`?'],
  ['a method that is none', ['grants', 3, 'access', 0, 'http', 0, 'methods', 0], 'GET, POST', 'shop.json: grants[3].access[0].http[0].methods[0]: [bad-value] `GET, POST` is no token of HTTP'],
  ['no methods at all', ['grants', 3, 'access', 0, 'http', 0, 'methods'], [], 'shop.json: grants[3].access[0].http[0].methods: [empty] must have at least 1 item'],
  ['a path of no kind', ['grants', 3, 'access', 0, 'http', 0, 'paths', 0, 'kind'], 'exactly', 'shop.json: grants[3].access[0].http[0].paths[0].kind: [bad-value] must be one of exact, prefix, suffix, template, under, got `exactly`'],
  ['a header without its value', ['grants', 3, 'access', 0, 'http', 0, 'headers', 0, 'values', 0], { kind: 'exact' }, 'shop.json: grants[3].access[0].http[0].headers[0].values[0]: [missing-field] a value of kind `exact` needs `value`'],
  ['any value, and which', ['grants', 3, 'access', 0, 'http', 0, 'headers', 0, 'values', 0], { kind: 'present', value: 'x' }, 'shop.json: grants[3].access[0].http[0].headers[0].values[0].value: [unknown-key] `value` is not a field of a value that is any; remove it'],
  ['a day that no calendar has', ['services', 0, 'formerAccounts', 0, 'expires'], '2027-02-30', 'shop.json: services[0].formerAccounts[0].expires: [bad-value] `2027-02-30` is no day; write it like `2027-06-30`'],
])('%s is refused with its place', (_, path, value, expected) => {
  expect(said(JSON.stringify(changed(full, path, value)))).toEqual([expected]);
});

const AS_WRITTEN = 'take the `contract.json` that synth writes, as it is';
const { services, namespaces, grants } = fullContract();
const twice = <T>(elements: readonly T[]): Tree => JSON.parse(JSON.stringify([...elements, elements[0]])) as Tree;

test.each<[string, Path, Tree | undefined, string]>([
  ['an id of another', ['services', 0, 'id'], 'search/other', `services[0].id: [conflict] \`search/other\` is not \`search/index\`, its namespace and name; ${AS_WRITTEN}`],
  ['a namespace twice', ['namespaces'], twice(namespaces), 'namespaces[2]: [duplicate-value] `search` is listed twice; leave one out'],
  ['a service twice', ['services'], twice(services), 'services[3]: [duplicate-value] `search/index` is listed twice; leave one out'],
  ['a grant twice', ['grants'], twice(grants), `grants[5]: [duplicate-value] \`${grants[0].id}\` is listed twice; leave one out`],
  ['a service that is imported as well', ['imports', 'services', 0], JSON.parse(JSON.stringify(services[1])) as Tree, 'imports.services[0]: [duplicate-value] `shop/catalog` is listed twice; leave one out'],
  ['a service of no namespace', ['services', 0, 'namespace'], 'web', 'services[0].id: [conflict]'],
  ['an identity of another account', ['services', 1, 'serviceAccount'], 'default', `services[1].principal: [conflict] \`cluster.local/ns/shop/sa/catalog\` is not \`cluster.local/ns/shop/sa/default\`, the identity of its service account in the trust domain of the mesh; ${AS_WRITTEN}`],
  ['an identity of another trust domain', ['services', 1, 'principal'], 'old.example/ns/shop/sa/catalog', 'services[1].principal: [conflict] `old.example/ns/shop/sa/catalog` is not `cluster.local/ns/shop/sa/catalog`'],
  ['no identity where there is one', ['services', 1, 'principal'], undefined, 'services[1].principal: [conflict] nothing is not `cluster.local/ns/shop/sa/catalog`'],
  ['an identity where there is none', ['services', 1, 'dataPlane'], 'none', 'services[1].principal: [conflict] `cluster.local/ns/shop/sa/catalog` is given where pods have no identity'],
  ['an account that it comes from and has', ['services', 0, 'formerAccounts', 0, 'serviceAccount'], 'index', 'services[0].formerAccounts[0]: [duplicate-value] `index` is listed twice; leave one out'],
  ['a port that leads to none', ['services', 1, 'kubernetesServices', 0, 'ports', 0, 'targetPort'], 1, 'services[1].kubernetesServices[0].ports[0].targetPort: [unknown-name] `1` is none of `ports`'],
  ['a grant of somebody else', ['grants', 0, 'callee'], 'search/idnex', `grants[0].callee: [unknown-name] \`search/idnex\` is no service of this contract; ${AS_WRITTEN}`],
  ['a caller that is nowhere', ['grants', 1, 'caller', 'service'], 'shop/nobody', 'grants[1].caller.service: [unknown-name] `shop/nobody` is no service of this contract'],
  ['a caller under the name of another', ['grants', 1, 'caller', 'principal'], 'cluster.local/ns/shop/sa/catalog', 'grants[1].caller.principal: [conflict] `cluster.local/ns/shop/sa/catalog` is not `cluster.local/ns/shop/sa/web`, the principal of `shop/web`'],
  ['a caller of another kind', ['grants', 2, 'caller', 'kind'], 'anyone', `grants[2].caller.namespace: [conflict] is given of a caller of kind \`anyone\`; ${AS_WRITTEN}`],
  ['a caller that is not said', ['grants', 2, 'caller', 'namespace'], undefined, 'grants[2].caller.namespace: [conflict] is not given of a caller of kind `namespace`'],
  ['addresses that are none', ['grants', 2, 'sourceCidrs', 'cidrs', 0], '10.0.0.0', 'grants[2].sourceCidrs.cidrs[0]: [bad-address] `10.0.0.0` has no prefix length; write `10.0.0.0/32` for one address'],
  ['a call of another identity', ['calls', 0, 'principal'], 'x', 'calls[0].principal: [conflict] `x` is not `cluster.local/ns/shop/sa/web`, the principal of `shop/web`'],
  ['a call to what was not imported', ['calls', 0, 'callee'], 'web/other', 'calls[0].callee: [unknown-name] `web/other` is no service of this contract'],
  ['an external host of nobody', ['externals', 0, 'caller'], 'web/page', 'externals[0].caller: [unknown-name] `web/page` is no service of this contract'],
  ['an external host at no address', ['externals', 0, 'addresses', 0], 'x', 'externals[0].addresses[0]: [bad-address] `x` is not a CIDR block'],
])('%s is refused with its place, once all else is right', (_, path, value, expected) => {
  const [first, ...others] = said(JSON.stringify(changed(full, path, value)));
  expect(first).toContain(`shop.json: ${expected}`);
  expect(others.filter((line) => line.includes(expected))).toEqual([]);
});

test.each<[string, string, string]>([
  ['at the top', '{"version": 1, "version": 2}', 'shop.json: version: [duplicate-key] `version` is given twice; leave one out'],
  ['in a list', '{"services": [{"id": "a"}, {"id": "b", "ports": [{}, {}], "id": "c"}]}', 'shop.json: services[1].id: [duplicate-key] `id` is given twice; leave one out'],
  ['written otherwise', '{"mesh": {"a\\"": "}", "environment": "dev", "\\u0065nvironment": "prod"}}', 'shop.json: mesh.environment: [duplicate-key] `environment` is given twice; leave one out'],
])('a key that is there twice is refused, %s', (_, text, expected) => {
  expect(said(text).filter((line) => line.includes('duplicate-key'))).toEqual([expected]);
});

test('keys of different maps are none', () => {
  expect(said('[{"a": "a"}, {"a": [{"a": 1}, "a"], "b": "a"}]').filter((line) => line.includes('duplicate-key'))).toEqual([]);
});

test('a name that Kubernetes has not is refused: it would stand in our own policies', () => {
  const [problem] = said(JSON.stringify(changed(full, ['services', 0, 'serviceAccount'], 'a/../b')));
  expect(problem).toMatch(/^shop\.json: services\[0\]\.serviceAccount: \[bad-name\] `a\/\.\.\/b` /);
});

test('everything wrong is said at once', () => {
  const wrong = changed(changed(full, ['mesh', 'platform'], 'linkerd') as Tree, ['services', 2, 'ports'], 'none');
  expect(said(JSON.stringify(wrong))).toHaveLength(2);
});
