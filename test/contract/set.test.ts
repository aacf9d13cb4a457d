import { readFileSync } from 'node:fs';
import type { ContractFile, ContractService } from '../../src/contract/contract-file';
import { checkContracts } from '../../src/contract/set/check';
import { CONTRACT } from '../golden/contract-owner';

const owner = JSON.parse(readFileSync(CONTRACT, 'utf8')) as ContractFile;
const [INDEX, CATALOG, WEB] = owner.services;
const [SEARCH, SHOP] = owner.namespaces;
const INVOICES: ContractService = {
  ...WEB, id: 'billing/invoices', namespace: 'billing', name: 'invoices', serviceAccount: 'invoices', principal: 'cluster.local/ns/billing/sa/invoices',
  podLabels: { app: 'invoices' },
};

/** Calls what the owner allows it. */
const billing: ContractFile = {
  ...owner,
  namespaces: [{ name: 'billing', owned: true, dataPlane: 'ambient', isolation: ['default-deny', 'strict-mtls', 'allow-nothing'] }],
  services: [INVOICES],
  grants: [],
  calls: [{ id: 'billing/invoices->search/index', caller: 'billing/invoices', principal: INVOICES.principal, callee: 'search/index', ports: [{ targetPort: 8080, protocol: 'http' }] }],
  imports: { namespaces: [], services: [INDEX] },
  objects: ['NetworkPolicy.networking.k8s.io billing/default-deny'],
};

/** A tenant of the owner. */
const reviews: ContractFile = {
  ...owner,
  namespaces: [{ name: 'shop', owned: false, dataPlane: 'sidecar' }],
  services: [{ ...WEB, id: 'shop/reviews', name: 'reviews', serviceAccount: 'reviews', principal: 'cluster.local/ns/shop/sa/reviews', podLabels: { app: 'reviews' } }],
  grants: [],
  calls: [],
  imports: { namespaces: [SHOP], services: [] },
  objects: ['NetworkPolicy.networking.k8s.io shop/reviews-egress'],
};

type Files = Readonly<Record<string, ContractFile>>;
const ALL: Files = { 'billing.json': billing, 'owner.json': owner, 'reviews.json': reviews };

function found(files: Files): readonly string[] {
  return checkContracts(Object.entries(files).map(([file, contract]) => ({ file, contract }))).map((f) => `${f.severity} ${f.id} ${f.files.join(' ')}: ${f.message}; ${f.repair}`);
}

test('pods of two Apps may be under `default`, by which nobody knows them', () => {
  const under = (service: ContractService): ContractService => ({ ...service, serviceAccount: 'default', principal: 'cluster.local/ns/shop/sa/default' });
  expect(found({ ...ALL, 'owner.json': { ...owner, services: [INDEX, CATALOG, under(WEB)] }, 'reviews.json': { ...reviews, services: reviews.services.map(under) } })).toEqual([]);
});

test('contracts that fit each other have nothing to say, in whatever order', () => {
  expect(found(ALL)).toEqual([]);
  expect(found(Object.fromEntries(Object.entries(ALL).reverse()))).toEqual([]);
});

const changedOwner = (change: Partial<ContractFile>): Files => ({ ...ALL, 'owner.json': { ...owner, ...change } });
const services = (...all: readonly ContractService[]): Files => changedOwner({ services: all });
const prod = (change: Partial<ContractFile['mesh']>): Files => ({
  'dev.json': { ...owner, mesh: { ...owner.mesh, environment: 'dev' } },
  'prod.json': { ...owner, mesh: { ...owner.mesh, environment: 'prod', ...change } },
});
const like = (text: RegExp): string => expect.stringMatching(text) as unknown as string;
const AGAIN = 'import owner.json again, synthesize and apply; until then billing.json stands for what `search/index` was';

const [REVIEWS] = reviews.services;
const tenant = (change: Partial<ContractService>): Files => ({ ...ALL, 'reviews.json': { ...reviews, services: [{ ...REVIEWS, ...change }] } });
const FORMER = (serviceAccount: string): NonNullable<ContractService['formerAccounts']>[number] => ({ serviceAccount, expires: '2027-01-31', reason: 'split' });
/** `web` of the owner and the tenant's service come from these. */
const leaving = (web: string, own: string, mesh: Partial<ContractFile> = {}, change: Partial<ContractService> = {}): Files => ({
  ...tenant({}),
  'owner.json': { ...owner, services: [INDEX, CATALOG, { ...WEB, formerAccounts: [FORMER(web)], ...change }] },
  'reviews.json': { ...reviews, ...mesh, services: [{ ...REVIEWS, formerAccounts: [FORMER(own)], ...change }] },
});

test.each<[string, Files, readonly string[]]>([
  ['two services with one account', tenant({ serviceAccount: 'web' }), [
    'error shared-identity owner.json reviews.json: `shop/reviews` (reviews.json) runs under the service account `web`, under which `shop/web` (owner.json) runs: one would be taken for the other; give each of them an account of its own',
  ]],
  ['a service that comes from the account of another', tenant({ formerAccounts: [FORMER('web')] }), [
    'error shared-identity owner.json reviews.json: `shop/reviews` (reviews.json) comes from the service account `web`, under which `shop/web` (owner.json) runs: one would be taken for the other; give each of them an account of its own',
  ]],
  ['two services that leave one account at once', leaving('default', 'default'), [
    'error shared-identity owner.json reviews.json: `shop/reviews` (reviews.json) comes from the service account `default`, as `shop/web` (owner.json) does: one would be taken for the other; let the one leave it after the other',
  ]],
  ['two services that leave an account each', leaving('default', 'old'), []],
  ['two services of two clusters that leave accounts of one name', leaving('default', 'default', { mesh: { ...owner.mesh, cluster: 'west' } }), expect.not.arrayContaining([
    expect.stringContaining('shared-identity'),
  ]) as unknown as string[]],
  ['two services without an identity that leave one account', leaving('default', 'default', {}, { principal: undefined }), []],
  ['a service without an identity that comes from the account of another', tenant({ formerAccounts: [FORMER('web')], principal: undefined }), []],
  ['labels that select the pods of another', tenant({ podLabels: { ...WEB.podLabels, track: 'new' } }), [
    'error shared-pods owner.json reviews.json: `shop/web` (owner.json) has pod labels that also select the pods of `shop/reviews` (reviews.json): one would be taken for the other; add a label that tells their pods apart',
  ]],
  ['pods with the same labels', tenant({ podLabels: WEB.podLabels }), [
    'error shared-pods owner.json reviews.json: `shop/reviews` (reviews.json) has pod labels that also select the pods of `shop/web` (owner.json): one would be taken for the other; add a label that tells their pods apart',
  ]],
  ['a call that nothing allows', changedOwner({ grants: [] }), [
    'error missing-grant billing.json owner.json: `billing/invoices` (billing.json) calls pod port `8080` (http) of `search/index`, which owner.json does not allow; let the owner of `search/index` allow it (`allowFrom(contract.service(\'billing/invoices\'))`), or take the call back',
  ]],
  ['a grant on another port', changedOwner({ grants: owner.grants.map((g) => ({ ...g, access: [{ targetPort: 7000, protocol: 'tcp' }] })) }), [
    like(/^error missing-grant .* calls pod port `8080` \(http\) of `search\/index`/),
  ]],
  ['a grant of the port over TCP alone', { ...ALL, 'billing.json': { ...billing, calls: [{ ...billing.calls[0], ports: [{ targetPort: 8080, protocol: 'http' }, { targetPort: 8080, protocol: 'udp' }] }] } }, [
    like(/^error missing-grant .* calls pod port `8080` \(udp\) of `search\/index`, which owner\.json does not allow/),
    'error unknown-port billing.json owner.json: `billing/invoices` (billing.json) calls pod port `8080` (udp) of `search/index`, which owner.json does not have; call one of `7000` (tcp), `8080` (http)',
  ]],
  ['a grant of the port as TCP, where it carries HTTP', changedOwner({ grants: owner.grants.map((g) => ({ ...g, access: [{ targetPort: 8080, protocol: 'tcp' }] })) }), []],
  ['a grant that nobody uses', { ...ALL, 'billing.json': { ...billing, calls: [] } }, [
    'warning missing-call billing.json owner.json: `search/index` (owner.json) allows `billing/invoices`, which does not call it in billing.json, so that its own egress is closed; let the owner of `billing/invoices` state it (`calls(contract.service(\'search/index\'))`), or take the grant back',
  ]],
  ['half a consent', { ...ALL, 'billing.json': { ...billing, calls: [], mesh: { ...owner.mesh, consent: 'both' } } }, [
    'error missing-call billing.json owner.json: `search/index` (owner.json) allows `billing/invoices`, which does not call it in billing.json, and both must consent; let the owner of `billing/invoices` state it (`calls(contract.service(\'search/index\'))`), or take the grant back',
  ]],
  ['a service that was renamed', changedOwner({ grants: [], services: [{ ...INDEX, id: 'search/indexer', name: 'indexer' }, CATALOG, WEB] }), [
    'error unknown-service billing.json owner.json: billing.json imports `search/index`, which owner.json does not declare; did you mean `search/indexer`?',
  ]],
  ['a service of an App whose contract is not there', { 'billing.json': billing }, [
    'warning missing-contract billing.json: billing.json imports `search/index`, which none of these contracts declares; check it together with the contract of its App',
  ]],
  ['a port that has gone', services({ ...INDEX, ports: INDEX.ports.slice(0, 1) }, CATALOG, WEB), [
    'error unknown-port billing.json owner.json: `billing/invoices` (billing.json) calls pod port `8080` (http) of `search/index`, which owner.json does not have; call one of `7000` (tcp)',
    like(/^warning stale-import billing.json owner.json: of `search\/index` billing.json has an older contract: ports was /),
  ]],
  ['an identity that moved', services({ ...INDEX, serviceAccount: 'indexer', principal: 'cluster.local/ns/search/sa/indexer', podLabels: { app: 'index' } }, CATALOG, WEB), [
    'error moved-identity billing.json owner.json: `search/index` is not what billing.json imported: principal was `cluster.local/ns/search/sa/index` and is `cluster.local/ns/search/sa/indexer`; serviceAccount was `index` and is `indexer`; '
    + `podLabels was \`{"app.kubernetes.io/name":"index"}\` and is \`{"app":"index"}\`; ${AGAIN}`,
  ]],
  ['a former account that is nobody\'s any more', { ...ALL, 'billing.json': { ...billing, imports: { namespaces: [], services: [{ ...INDEX, formerAccounts: [FORMER('old')] }] } } }, [
    'error moved-identity billing.json owner.json: `search/index` is not what billing.json imported: '
    + `formerAccounts was \`[{"expires":"2027-01-31","serviceAccount":"old"}]\` and is none; ${AGAIN}`,
  ]],
  ['a former account for another reason', {
    ...services({ ...INDEX, formerAccounts: [FORMER('old')] }, CATALOG, WEB),
    'billing.json': { ...billing, imports: { namespaces: [], services: [{ ...INDEX, formerAccounts: [{ ...FORMER('old'), reason: 'renamed', owner: 'search' }] }] } },
  }, []],
  ['a waypoint that is the owner\'s, seen from an importer', { ...ALL, 'billing.json': { ...billing, imports: { namespaces: [], services: [{ ...INDEX, waypoint: { ...INDEX.waypoint!, managed: false } }] } } }, []],
  ['a data plane that moved', services({ ...INDEX, dataPlane: 'sidecar', waypoint: undefined }, CATALOG, WEB), [
    like(/^error moved-identity .*: dataPlane was `ambient` and is `sidecar`; waypoint was `\{.*\}` and is none; /),
  ]],
  ['another Service in front of it', services({ ...INDEX, kubernetesServices: [] }, CATALOG, WEB), [
    like(/^warning stale-import .*: kubernetesServices was `\[.*\]` and is `\[\]`; /),
  ]],
  ['a namespace with two owners', { ...ALL, 'reviews.json': { ...reviews, namespaces: [SHOP], imports: { namespaces: [], services: [] } } }, [
    'error two-owners owner.json reviews.json: namespace `shop` is owned by owner.json and reviews.json; let one of them own it, and the others be tenants (`MeshNamespace.fromName`)',
  ]],
  ['a service that two declare', { ...ALL, 'reviews.json': { ...reviews, services: [...reviews.services, WEB] } }, [
    'error declared-twice owner.json reviews.json: `shop/web` is declared by owner.json and reviews.json; declare it in one of them, and import it in the others',
  ]],
  ['an object that two write', { ...ALL, 'reviews.json': { ...reviews, objects: owner.objects.slice(0, 1) } }, [
    'error same-object owner.json reviews.json: `AuthorizationPolicy.security.istio.io search/allow-nothing` is written by owner.json and reviews.json; let one of them write it',
  ]],
  ['a tenant whose owner is not there', { 'reviews.json': reviews }, [
    'warning no-owner reviews.json: reviews.json is a tenant of `shop`, which none of these contracts owns; check it together with the contract of its owner',
  ]],
  ['an owner who isolates no more', changedOwner({ namespaces: [SEARCH, { ...SHOP, isolation: ['default-deny'] }], proof: undefined }), [
    'error lost-isolation owner.json reviews.json: reviews.json rests on what owner.json does not state of `shop` any more: `strict-mtls`, `allow-nothing`, a proof; let the owner of `shop` isolate it again, and prove it',
  ]],
  ['an owner whose namespace is ambient now', changedOwner({ namespaces: [SEARCH, { ...SHOP, dataPlane: 'ambient' }] }), [
    'error stale-import owner.json reviews.json: of namespace `shop` reviews.json has an older contract: dataPlane was `sidecar` and is `ambient`; import owner.json again, synthesize and apply',
  ]],
  ['a tenant behind the owner\'s waypoint', { ...ALL, 'suggest.json': { ...reviews, namespaces: [], imports: { namespaces: [], services: [] }, objects: [], services: [{ ...INDEX, id: 'search/suggest', name: 'suggest', serviceAccount: 'suggest', podLabels: { app: 'suggest' }, waypoint: { ...INDEX.waypoint!, managed: false } }] } }, [
    'error closed-waypoint owner.json suggest.json: `search/suggest` (suggest.json) is behind waypoint `search/waypoint`, whose NetworkPolicies owner.json writes for its own services alone; declare the service in the App that manages the waypoint, or give its owners a waypoint of theirs (`Waypoint.existing`)',
  ]],
  ['two environments of one trust domain', prod({}), [
    'error shared-trust-domain dev.json prod.json: environments `dev` (dev.json) and `prod` (prod.json) share the trust domain `cluster.local`: what has an identity in one has it in the other; give each environment a trust domain (`MeshProps.trustDomain`) and a certificate authority of its own',
  ]],
  ['an alias that is the other\'s trust domain', prod({ trustDomain: 'prod.example', trustDomainAliases: ['cluster.local'] }), [
    like(/^error shared-trust-domain dev\.json prod\.json: .* share the trust domain `cluster\.local`/),
  ]],
  ['two environments with a trust domain each', prod({ trustDomain: 'prod.example' }), []],
  ['an import from another environment', { 'billing.json': { ...billing, mesh: { ...owner.mesh, environment: 'prod', trustDomain: 'prod.example' } }, 'owner.json': { ...owner, mesh: { ...owner.mesh, environment: 'dev' } } }, [
    'error different-mesh billing.json owner.json: billing.json imports `search/index` from owner.json, which is of the environment `dev`, and itself is of the environment `prod`; take the contract of this environment, or name it with `environment` in both Apps',
  ]],
])('%s', (_, files, expected) => {
  expect(found(files)).toEqual(expected);
});

test('a grant to a namespace, or to anyone, is a half as well', () => {
  const to = (caller: ContractFile['grants'][number]['caller']): Files => changedOwner({ grants: [{ ...owner.grants[0], caller }] });
  expect(found(to({ kind: 'namespace', name: 'billing', namespace: 'billing' }))).toEqual([]);
  expect(found(to({ kind: 'anyone', name: 'anyone' }))).toEqual([]);
  expect(found(to({ kind: 'addresses', name: '10.0.0.0/8' }))).toHaveLength(1);
  expect(found(to({ kind: 'namespace', name: 'web', namespace: 'web' }))).toHaveLength(1);
});
