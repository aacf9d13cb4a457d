import { contractProblems } from '../../src/contract/problems';
import { json } from '../../src/private/outputs/directory';
import { readIndex } from '../../src/synth-index/read';
import { indexOf } from '../../src/synth-index/write';
import { changed, type Path, type Tree } from '../contract/full';
import { cases } from '../golden/cases';
import { subjectOf } from '../mutation/harness';

const text = json({ ...indexOf(subjectOf(cases['http-exact'].build()).model, { objects: [] }) });
const full = JSON.parse(text) as Tree;
const said = (given: string): readonly string[] => contractProblems('index.json', readIndex(given).problems);
const AS_WRITTEN = 'take the `index.json` that synth writes';
const [edge] = (full as { readonly edges: readonly { readonly id: string; readonly callee: string }[] }).edges;

test('what synth writes is read', () => {
  expect(said(text)).toEqual([]);
});

test.each<[string, string, string]>([
  ['what is not JSON', '{', `index.json: [bad-value] is not JSON; ${AS_WRITTEN}`],
  ['what is no map', '[]', 'index.json: [wrong-type] must be a map, got `[]` (a list)'],
  ['a version before', '{"version":1,"other":2}', 'index.json: version: [unknown-version] an index of version `1` is not known here, which is 2; prove with the release of cdk8s-mesh-access that wrote it'],
  ['null', text.replace('"reasons":', '"sourceCidrs":null,"reasons":'), 'index.json: edges[0].sourceCidrs: [wrong-type] must not be null; remove the key, or give it a value'],
  ['a key twice', text.replace('"edges": ', '"edges": [], "edges": '), 'index.json: edges: [duplicate-key] `edges` is given twice; leave one out'],
])('%s', (_, given, expected) => {
  expect(said(given)).toEqual([expected]);
});

test.each<[string, Path, Tree | undefined, string]>([
  ['another file of ours', ['schema'], 'cdk8s-mesh-access/contract', `schema: [bad-value] \`cdk8s-mesh-access/contract\` is not \`cdk8s-mesh-access/index\`; ${AS_WRITTEN}`],
  ['an unknown key', ['edges', 0, 'sourceCidr'], [], 'edges[0].sourceCidr: [unknown-key] `sourceCidr` is not a field of an edge; did you mean `sourceCidrs`?'],
  ['a kind that is none', ['edges', 0, 'caller', 'kind'], 'everyone', 'edges[0].caller.kind: [bad-value] must be one of service, namespace, identity, addresses, anyone, got `everyone`'],
  ['what another kind has', ['edges', 0, 'caller'], { kind: 'anyone', service: 'shop/web' }, 'edges[0].caller.service: [unknown-key]'],
  ['a caller of no kind', ['edges', 0, 'caller'], 'shop/web', 'edges[0].caller: [wrong-type] must be a map'],
  ['no access', ['edges', 0, 'access'], [], 'edges[0].access: [empty] must have at least 1 item'],
  ['half a version', ['mesh', 'version'], [1], 'mesh.version: [bad-value] must be the major and the minor version'],
  ['addresses that are none', ['mesh', 'cluster', 'podCidrs'], ['10.0.0.0'], 'mesh.cluster.podCidrs[0]: [bad-address] `10.0.0.0` has no prefix length'],
  ['a day that is none', ['mesh', 'asOf'], '2027-02-30', 'mesh.asOf: [bad-value] `2027-02-30` is no day'],
  ['a callee that is not there', ['edges', 0, 'callee'], 'shop/other', `edges[0].callee: [unknown-name] \`shop/other\` is no service of this index; ${AS_WRITTEN}, as it is`],
  ['a caller that is not there', ['edges', 0, 'caller'], { kind: 'service', service: 'shop/other' }, 'edges[0].caller.service: [unknown-name]'],
  ['a port that is not there', ['edges', 0, 'access', 0, 'targetPort'], 1, `edges[0].access[0].targetPort: [unknown-name] \`1\` (http) is no port of \`${edge.callee}\``],
  ['an edge twice', ['edges'], [edge, edge], `edges[1]: [duplicate-value] \`${edge.id}\` is listed twice`],
  ['an id of another', ['services', 0, 'name'], 'other', 'services[0].id: [conflict]'],
  ['what is left out otherwise', ['services', 0, 'endsItsProxy'], false, 'services[0].endsItsProxy: [wrong-type] must be true, got `false` (a boolean); leave it out'],
])('%s is refused with its place', (_, path, value, expected) => {
  const [first] = said(JSON.stringify(changed(full, path, value)));
  expect(first).toContain(`index.json: ${expected}`);
});
