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
  ['an id of another', ['services', 0, 'id'], 'search/other', 'shop.json: services[0].id: [conflict] `search/other` is not `search/index`, its namespace and name'],
])('%s is refused with its place', (_, path, value, expected) => {
  expect(said(JSON.stringify(changed(full, path, value)))).toEqual([expected]);
});

test('a name that Kubernetes has not is refused: it would stand in our own policies', () => {
  const [problem] = said(JSON.stringify(changed(full, ['services', 0, 'serviceAccount'], 'a/../b')));
  expect(problem).toMatch(/^shop\.json: services\[0\]\.serviceAccount: \[bad-name\] `a\/\.\.\/b` /);
});

test('everything wrong is said at once', () => {
  const wrong = changed(changed(full, ['mesh', 'platform'], 'linkerd') as Tree, ['services', 2, 'ports'], 'none');
  expect(said(JSON.stringify(wrong))).toHaveLength(2);
});
