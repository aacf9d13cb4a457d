import { readFileSync } from 'node:fs';
import type { ContractFile } from '../../src/contract/contract-file';
import { CONTRACT } from '../golden/contract-owner';

/** A contract that has every key of the format. */
export function fullContract(): ContractFile {
  const owner = JSON.parse(readFileSync(CONTRACT, 'utf8')) as ContractFile;
  const [search, shop] = owner.namespaces;
  const [index, catalog, web] = owner.services;
  const sharing = (other: string) => ({ sharedIdentity: { services: [other], reason: 'on its way', expires: '2027-01-31', owner: 'shop', untilMoved: true as const } });
  const services = [{ ...catalog, ...sharing(web.id) }, { ...web, ...sharing(catalog.id) }];
  const page = { ...catalog, id: 'web/page', namespace: 'web', name: 'page', principal: 'cluster.local/ns/web/sa/catalog' };
  return {
    ...owner,
    mesh: { ...owner.mesh, trustDomainAliases: ['old.example'], cluster: 'east', environment: 'prod' },
    namespaces: [{ ...search, migratingFrom: 'sidecar', stage: 'network-policy', allowsAll: false }, shop],
    services: [{ ...index, migratingFrom: 'sidecar', formerAccounts: [{ serviceAccount: 'old', expires: '2027-01-31', reason: 'renamed', owner: 'search' }], excludedInboundPorts: [9090], owner: 'search', dataClasses: ['PERSONAL'], foreign: { madeBy: 'an operator', reason: 'shards', finish: false }, apiServer: { reasons: ['elects a leader'], expires: '2027-01-31', owners: ['search'] } }, ...services],
    grants: [...owner.grants, {
      id: 'search/index<-namespace:web', callee: 'search/index', caller: { kind: 'namespace', name: 'every identity of web', namespace: 'web' },
      sourceCidrs: { cidrs: ['10.0.0.0/16'], except: ['10.0.1.0/24'] }, access: [{ targetPort: 7000, protocol: 'tcp' }], reasons: ['all of the shop window'],
    }, {
      id: 'search/index<-service:shop/web', identityOf: 'shop/catalog', callee: 'search/index', caller: { kind: 'service', name: 'shop/web', service: 'shop/web', principal: 'cluster.local/ns/shop/sa/web' },
      access: [{ targetPort: 8080, protocol: 'http', http: [{
        methods: ['GET', 'M-SEARCH'], paths: [{ kind: 'under', value: '/items' }], hosts: ['search.example'],
        headers: [{ name: 'x-tier', values: [{ kind: 'exact', value: 'gold' }] }, { name: 'x-trace', values: [{ kind: 'present' }] }],
        token: {
          issuers: [{ issuer: 'https://id.example', audiences: ['search'], jwks: '{"keys":[]}', fromHeaders: [{ name: 'x-token', prefix: 'JWT ' }], forwarded: true }, {
            issuer: 'https://old.example', audiences: [], jwksUri: 'https://old.example/keys', fromHeaders: [], forwarded: false,
          }],
          claims: [{ path: ['realm', 'roles'], values: [{ kind: 'prefix', value: 'search-' }] }], optional: false,
        },
      }] }],
      reasons: [],
    }, {
      id: 'search/index<-identity:prometheus', callee: 'search/index', caller: { kind: 'identity', name: 'prometheus', principal: 'cluster.local/ns/monitoring/sa/prometheus' },
      pastProxy: true, access: [{ targetPort: 9090, protocol: 'tcp' }], reasons: ['no certificate'],
    }],
    calls: [{ id: 'shop/web->web/page', caller: 'shop/web', principal: 'cluster.local/ns/shop/sa/web', callee: 'web/page', ports: [{ targetPort: 80, protocol: 'http' }] }],
    externals: [{ id: 'shop/web->api.example', caller: 'shop/web', host: 'api.example', ports: [{ number: 443, protocol: 'https' }], addresses: ['192.0.2.1/32'] }],
    imports: { namespaces: [shop], services: [page] },
  };
}

export type Path = readonly (string | number)[];

/** The tree of a contract, without a view of its shape. */
export type Tree = { readonly [key: string]: Tree } | readonly Tree[] | string | number | boolean;

/** Every map, list and leaf, with its place. */
export function* places(value: Tree, path: Path = []): Generator<{ readonly path: Path; readonly value: Tree }> {
  yield { path, value };
  if (typeof value !== 'object') return;
  for (const [key, child] of Object.entries(value)) yield* places(child as Tree, [...path, Array.isArray(value) ? Number(key) : key]);
}

/** A copy in which one place is another; `undefined` takes it away. */
export function changed(value: Tree, [step, ...rest]: Path, to: Tree | undefined): unknown {
  if (step === undefined) return to;
  const removes = rest.length === 0 && to === undefined;
  if (Array.isArray(value)) {
    return (value as readonly Tree[]).flatMap((child, i) => (i !== step ? [child] : removes ? [] : [changed(child, rest, to)]));
  }
  const map = value as Readonly<Record<string, Tree>>;
  if (removes) return Object.fromEntries(Object.entries(map).filter(([key]) => key !== step));
  return { ...map, [step]: rest.length === 0 ? to : changed(map[step], rest, to) };
}
