import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { stringify } from 'yaml';
import { ANSWERS, KEYS, OUTBOUND_TRAFFIC_POLICIES, PATH_NORMALIZATIONS } from '../../src/cases/case-file';
import { parseCaseFile } from '../../src/cases/parse';
import { DEFAULT_SETTINGS } from '../../src/eval/types';

interface Schema {
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly oneOf?: readonly Schema[];
}

const schema = JSON.parse(readFileSync(join(__dirname, '../../schema/case-file.schema.json'), 'utf8')) as Schema & { readonly definitions: Record<string, Schema> };
const isValid = addFormats(new Ajv({ allErrors: true })).compile(schema);

const definitions = schema.definitions;
const keysOf = ({ properties = {}, oneOf = [] }: Schema): readonly string[] =>
  [...new Set([properties, ...oneOf.map((o) => o.properties ?? {})].flatMap((p) => Object.keys(p)))].sort();

test.each([
  ['file', schema],
  ['mesh', definitions.mesh],
  ['case', definitions.case],
  ['from', definitions.from],
  ['to', definitions.place],
  ['request', definitions.request],
  ['token', definitions.token],
] as const)('the schema and the reader know the same keys: %s', (name, published) => {
  expect(keysOf(published)).toEqual([...KEYS[name]].sort());
});

test('the schema and the reader know the same words', () => {
  expect(definitions.case.properties?.expect.enum).toEqual(ANSWERS);
  expect(definitions.mesh.properties?.pathNormalization.enum).toEqual(PATH_NORMALIZATIONS);
  expect(definitions.mesh.properties?.outboundTrafficPolicy.enum).toEqual(OUTBOUND_TRAFFIC_POLICIES);
});

test('the defaults that the schema shows are those of the evaluator', () => {
  const { installed, trustDomain, rootNamespace, pathNormalization, outboundTrafficPolicy } = definitions.mesh.properties!;
  expect({
    mesh: installed.default, trustDomain: trustDomain.default, trustDomainAliases: [], rootNamespace: rootNamespace.default,
    pathNormalization: pathNormalization.default, outboundTrafficPolicy: outboundTrafficPolicy.default,
  }).toEqual(DEFAULT_SETTINGS);
});

const CASE = { from: 'shop/frontend', to: 'shop/catalog:3550', expect: 'allow' };
const fileWith = (change: object) => ({ manifests: ['../dist'], cases: [{ ...CASE, ...change }] });

test.each<[string, unknown]>([
  ['a service account', fileWith({})],
  ['a service account with its address', fileWith({ from: { serviceAccount: 'shop/frontend', ip: '10.1.2.3' } })],
  ['a principal', fileWith({ from: { principal: 'spiffe://cluster.local/ns/shop/sa/frontend' } })],
  ['anonymous with an IPv6 address', fileWith({ from: { anonymous: true, ip: 'fd00::1' } })],
  ['a pod', fileWith({ from: { pod: 'shop/frontend-0' }, to: { pod: 'shop/catalog-0', port: 3550 } })],
  ['a named port', fileWith({ to: 'shop/catalog:grpc' })],
  ['a request', fileWith({ request: { method: 'POST', path: '/a?b=c', host: 'catalog', headers: { 'x-a': '' } } })],
  ['a token', fileWith({ request: { token: { issuer: 'https://idp.example', subject: 'alice', audiences: ['shop'], claims: { groups: ['admin'], realm: { roles: 'x' } } } } })],
  ['a token that is not valid, in a header of its own', fileWith({ request: { token: { valid: false, header: 'x-token', prefix: 'token ' } } })],
  ['an empty request', fileWith({ request: {} })],
  ['facts of the mesh', { ...fileWith({}), mesh: { installed: false, trustDomain: 'td', trustDomainAliases: ['x'], pathNormalization: 'NONE' } }],
])('both accept %s', (_, file) => {
  expect(isValid(file)).toBe(true);
  expect(parseCaseFile('cases.yaml', stringify(file)).problems).toEqual([]);
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['no manifests', { cases: [CASE] }],
  ['an empty list of manifests', { manifests: [], cases: [CASE] }],
  ['an empty list of cases', { manifests: ['x'], cases: [] }],
  ['an unknown key', { ...fileWith({}), case: [] }],
  ['an unknown key of a case', fileWith({ expects: 'allow' })],
  ['no caller', { manifests: ['x'], cases: [{ to: CASE.to, expect: 'deny' }] }],
  ['a caller without a namespace', fileWith({ from: 'frontend' })],
  ['two callers', fileWith({ from: { anonymous: true, pod: 'a/b' } })],
  ['anonymous: false', fileWith({ from: { anonymous: false } })],
  ['a wildcard principal', fileWith({ from: { principal: '*' } })],
  ['a block for an address', fileWith({ from: { anonymous: true, ip: '10.0.0.0/8' } })],
  ['a target without a port', fileWith({ to: 'shop/catalog' })],
  ['a pod without a port', fileWith({ to: { pod: 'a/b' } })],
  ['port 0', fileWith({ to: { pod: 'a/b', port: 0 } })],
  ['a port in quotes', fileWith({ to: { pod: 'a/b', port: '80' } })],
  ['an answer that is none', fileWith({ expect: 'allowed' })],
  ['a number for a header', fileWith({ request: { headers: { a: 1 } } })],
  ['an unknown mode', { ...fileWith({}), mesh: { pathNormalization: 'base' } }],
])('both refuse %s', (_, file) => {
  expect(isValid(file)).toBe(false);
  expect(parseCaseFile('cases.yaml', file === undefined ? '' : stringify(file)).problems).not.toEqual([]);
});
