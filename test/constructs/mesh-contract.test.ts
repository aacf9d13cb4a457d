import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type ApiObjectMetadata, Testing, ApiObject, App, Chart } from 'cdk8s';
import { Consent, DataPlane, ExternalHost, KubernetesService, Mesh, MeshContract, MeshNamespace, type MeshNamespaceReference, type MeshProps, MeshService, type MeshServiceProps, Platform, RolloutStage, ServicePort } from '../../src';
import type { ContractFile } from '../../src/contract/contract-file';
import { CONTRACT } from '../golden/contract-owner';
import { CLUSTER } from '../golden/golden';
import { names, problems, Shop } from './mesh';

const owner = JSON.parse(fs.readFileSync(CONTRACT, 'utf8')) as ContractFile;

let directory = '';
beforeEach(() => directory = fs.mkdtempSync(path.join(os.tmpdir(), 'mesh-access-')));
afterEach(() => fs.rmSync(directory, { recursive: true }));

function fileWith(change: Partial<ContractFile>): string {
  const file = path.join(directory, 'owner.json');
  fs.writeFileSync(file, JSON.stringify({ ...owner, ...change }));
  return file;
}

/** An App of its own, in a namespace of its own. */
class Billing extends Shop {
  public readonly contract: MeshContract;

  constructor(props: MeshProps = {}, file = CONTRACT) {
    super(props);
    this.contract = MeshContract.fromFile(this.mesh, file);
  }
}

describe('a contract is refused', () => {
  const importing = (props: MeshProps, mesh: Partial<ContractFile['mesh']>) => () => new Billing(props, fileWith({ mesh: { ...owner.mesh, ...mesh } }));

  test.each<[string, MeshProps, Partial<ContractFile['mesh']>, RegExp]>([
    ['of another platform', { platform: Platform.KUBERNETES }, {}, /^\[foreign-contract\] `.*owner\.json` is of the platform `istio`, and the mesh of this App is of the platform `kubernetes`; /],
    ['of another environment', { environment: 'prod' }, { environment: 'dev' }, /is of the environment `dev`, and the mesh of this App is of the environment `prod`; take the contract of this environment/],
    ['that does not name its environment', { environment: 'prod' }, {}, /is of no named environment, and the mesh of this App is of the environment `prod`/],
    ['of another cluster', { cluster: { name: 'east' } }, { cluster: 'west' }, /is of the cluster `west`, .* `east`; calls between clusters are not modelled: /],
    ['of a cluster, where none is named here', {}, { cluster: 'west' }, /is of the cluster `west`, and the mesh of this App is of no named cluster/],
    ['of another trust domain', { trustDomain: 'prod.example' }, {}, /is of the trust domain `cluster\.local`, .* `prod\.example`; identities of another trust domain are refused in the TLS handshake/],
    ['of another cluster domain', { cluster: { domain: 'east.local' } }, {}, /is of the cluster domain `cluster\.local`, /],
  ])('%s', (_, props, mesh, text) => {
    expect(importing(props, mesh)).toThrow(text);
  });

  test('unless environment and cluster are the same', () => {
    expect(importing({ environment: 'prod', cluster: { name: 'east' } }, { environment: 'prod', cluster: 'east' })).not.toThrow();
  });

  test('that is not there', () => {
    expect(() => new Billing({}, 'missing.json')).toThrow('[invalid-contract] `missing.json` cannot be read; give the path of a contract, relative to the working directory');
  });

  test('with everything that is wrong in it', () => {
    const [service, ...others] = owner.services;
    const file = fileWith({ services: [{ ...service, dataPlane: 'ambiant' as 'ambient', name: 'x' }, ...others], objects: [''] });
    expect(() => new Billing({}, file)).toThrow(
      `[invalid-contract] \`${file}\` cannot be imported; owner.json: services[0].dataPlane: [bad-value] must be one of sidecar, ambient, none, got \`ambiant\`; did you mean \`ambient\`?\n`
      + 'owner.json: objects[0]: [empty] must not be empty',
    );
  });
});

test('who makes the pods of a service of another App is taken over', () => {
  const foreign = { madeBy: 'the search operator', reason: 'shards', finish: false };
  const file = fileWith({ services: owner.services.map((s) => (s.id === 'search/index' ? { ...s, foreign } : s)) });
  const billing = new Billing({}, file);
  billing.service('invoices').calls(billing.contract.service('search/index').onPorts(80));
  expect(billing.mesh._synthesis.index().model.imported).toEqual([expect.objectContaining({ id: 'search/index', foreign })]);
});

describe('a reference', () => {
  test('is to a service that the contract has', () => {
    const { contract } = new Billing();
    expect(contract.serviceIds).toEqual(['search/index', 'shop/catalog', 'shop/web']);
    expect(contract.service('shop/catalog').id).toBe('shop/catalog');
    expect(() => contract.service('shop/catalogue')).toThrow('[unknown-service] `owner.contract.json` has no service `shop/catalogue`; did you mean `shop/catalog`?');
  });

  test('is to a service of an App that proves what it says', () => {
    const { contract } = new Billing({}, fileWith({ proof: undefined }));
    expect(contract.serviceIds).toEqual(['search/index', 'shop/catalog', 'shop/web']);
    expect(() => contract.service('shop/web')).toThrow(new Error(
      '[unproved-contract] `owner.json` was written by a synth that proved nothing, so that `shop/web` may not be as it says; let the App that declares it prove (`MeshProps.prove`)',
    ));
  });

  test('has the ports that the contract has', () => {
    const catalog = new Billing().contract.service('shop/catalog');
    expect(() => catalog.onPorts(81)).toThrow('[unknown-port] `shop/catalog` has no Service port `81` in `owner.contract.json`; use one of `80`, `9000`');
    expect(() => catalog.onPorts(8080)).toThrow('`8080` is a target port: write the Service port `80`');
    expect(() => new Billing().contract.service('shop/web').onPorts(80)).toThrow('`shop/web` has no Service port `80` in `owner.contract.json`; it has none');
    expect(() => catalog.onPorts()).toThrow('[empty-list]');
  });

  test('is called as far as the contract allows, and no further', () => {
    const { contract, ...billing } = new Billing();
    const invoices = new MeshService(billing.chart, 'invoices', { deployedElsewhere: true });
    expect(() => invoices.calls(contract.service('shop/catalog'))).toThrow(
      '[call-not-granted] `shop/invoices` calls `shop/catalog`, which does not allow it in `owner.contract.json`; take the contract that does, or open this half first with `onPorts(…)`',
    );
  });

  test('is allowed by a grant to the whole namespace of the caller, and not by one to anyone', () => {
    const grant = (caller: ContractFile['grants'][number]['caller']): string => fileWith({ grants: [{ ...owner.grants[0], callee: 'shop/catalog', caller }] });
    const call = (file: string) => () => {
      const billing = new Billing({}, file);
      billing.service('invoices').calls(billing.contract.service('shop/catalog'));
    };
    expect(call(grant({ kind: 'namespace', name: 'shop', namespace: 'shop' }))).not.toThrow();
    expect(call(grant({ kind: 'namespace', name: 'web', namespace: 'web' }))).toThrow('[call-not-granted]');
    expect(call(grant({ kind: 'anyone', name: 'anyone' }))).toThrow('[call-not-granted]');
    expect(call(grant({ kind: 'service', name: 'shop/invoices', service: 'shop/web', principal: 'cluster.local/ns/shop/sa/web' }))).toThrow('[call-not-granted]');
  });

  test('belongs to the App whose Mesh imported it', () => {
    const reference = new Billing().contract.service('shop/catalog');
    const other = new Shop().service('invoices', { ports: [ServicePort.http(80)] });
    expect(() => other.calls(reference.onPorts(80))).toThrow('[other-app]');
    expect(() => other.allowFrom(reference)).toThrow('[other-app]');
  });

  test('needs no second half in this App, whoever must consent', () => {
    const app = new App();
    const mesh = new Mesh(app, 'mesh', { consent: Consent.BOTH });
    const chart = new Chart(app, 'billing', { namespace: 'billing' });
    new MeshNamespace(chart, 'ns', { mesh });
    const contract = MeshContract.fromFile(mesh, fileWith({ mesh: { ...owner.mesh, consent: 'both' } }));
    new MeshService(chart, 'invoices', { ports: [ServicePort.http(80)], deployedElsewhere: true })
      .calls(contract.service('shop/catalog').onPorts(80))
      .allowFrom(contract.service('shop/web'));
    expect(problems(app)).toEqual([]);
  });

  test('is not to a service that this App declares', () => {
    const shop = new Billing();
    const web = shop.service('web');
    shop.service('prices', { ports: [ServicePort.http(80)] }).allowFrom(shop.contract.service('shop/web'));
    expect(web.id).toBe('shop/web');
    expect(problems(shop.app)).toContainEqual(expect.stringContaining('[imported-own-service]'));
  });
});

describe('a tenant', () => {
  function tenant(reference: Partial<MeshNamespaceReference> = {}, file = CONTRACT): { readonly app: App; readonly chart: Chart } {
    const app = new App();
    const mesh = new Mesh(app, 'mesh', { asOf: '2026-12-01', cluster: { podCidrs: ['10.0.0.0/16'], serviceCidrs: ['10.1.0.0/16'], nodeCidrs: ['10.2.0.0/16'] } });
    const chart = new Chart(app, 'reviews', { namespace: 'shop' });
    MeshNamespace.fromName(chart, 'ns', { mesh, name: 'shop', contract: MeshContract.fromFile(mesh, file), ...reference });
    return { app, chart };
  }

  test('takes over what the owner says of the namespace', () => {
    const app = new App();
    const mesh = new Mesh(app, 'mesh');
    const chart = new Chart(app, 'tenant', { namespace: 'search' });
    const namespace = MeshNamespace.fromName(chart, 'ns', { mesh, name: 'search', contract: MeshContract.fromFile(mesh, CONTRACT) });
    const service = new MeshService(chart, 'suggest', { ports: [ServicePort.http(80)], deployedElsewhere: true });
    expect(namespace.dataPlane).toBe(DataPlane.AMBIENT);
    expect(service.waypointPolicy?.name).toBe('suggest-waypoint');
    expect(problems(app)).toEqual([]);
  });

  describe('of a namespace that is not as far', () => {
    const stages = [DataPlane.SIDECAR, DataPlane.AMBIENT].flatMap((dataPlane) => (
      Object.values(RolloutStage).map((stage): [DataPlane, RolloutStage] => [dataPlane, stage])
    ));

    function ownersContract(dataPlane: DataPlane, stage: RolloutStage, allowAll?: boolean): string {
      const app = new App({ outdir: path.join(directory, 'dist') });
      const mesh = new Mesh(app, 'mesh', { cluster: CLUSTER });
      const chart = new Chart(app, 'shop', { namespace: 'shop' });
      new MeshNamespace(chart, 'ns', { mesh, dataPlane, stage, ...(allowAll === undefined ? {} : { observation: { allowAll } }) });
      new MeshService(chart, 'web', { deployedElsewhere: true });
      app.synth();
      return path.join(directory, 'mesh-access.out/contract.json');
    }

    function tenantOf(dataPlane: DataPlane, stage: RolloutStage, allowAll?: boolean): { readonly app: App; readonly chart: Chart } {
      const app = new App();
      const mesh = new Mesh(app, 'mesh', { cluster: CLUSTER });
      const contract = MeshContract.fromFile(mesh, ownersContract(dataPlane, stage, allowAll));
      const chart = new Chart(app, 'reviews', { namespace: 'shop' });
      MeshNamespace.fromName(chart, 'ns', { mesh, name: 'shop', contract });
      new MeshService(chart, 'reviews', { ports: [ServicePort.http(80)], deployedElsewhere: true }).allowFrom(contract.service('shop/web'));
      return { app, chart };
    }

    test.each(stages)('(%s, %s) takes over its stage and is proved', (dataPlane, stage) => {
      expect(problems(tenantOf(dataPlane, stage).app)).toEqual([]);
    });

    interface Written { readonly kind: string; readonly metadata: ApiObjectMetadata; readonly spec: { readonly rules?: unknown } }

    test('leaves it to policies of others where the owner does', () => {
      const allowing = (stage: RolloutStage, allowAll: boolean): readonly unknown[] => (
        (Testing.synth(tenantOf(DataPlane.SIDECAR, stage, allowAll).chart) as readonly Written[])
          .filter(({ kind, metadata }) => kind === 'AuthorizationPolicy' && metadata.annotations?.['istio.io/dry-run'] === undefined).map(({ spec }) => spec.rules)
      );
      expect(allowing(RolloutStage.OBSERVE, true)).toEqual([[{}]]);
      expect(allowing(RolloutStage.OBSERVE, false)).toEqual([]);
      expect(allowing(RolloutStage.AUTHORIZATION, false)).toEqual(allowing(RolloutStage.AUTHORIZATION, true));
    });

    test.each<[string, RolloutStage, string, string, object]>([
      ['is recorded of', RolloutStage.OBSERVE, 'security.istio.io/v1', 'AuthorizationPolicy', { action: 'ALLOW', rules: [{}] }],
      ['may connect to', RolloutStage.NETWORK_POLICY, 'networking.k8s.io/v1', 'NetworkPolicy', { podSelector: {}, policyTypes: ['Ingress'], ingress: [{}] }],
    ])('and opens nothing: what %s pods of others (%s)', (_what, stage, apiVersion, kind, spec) => {
      const { app, chart } = tenantOf(DataPlane.SIDECAR, stage);
      new ApiObject(chart, 'wide', { apiVersion, kind, metadata: { name: 'wide', annotations: { 'istio.io/dry-run': 'true' } }, spec });
      expect(problems(app).join('\n')).toContain(`${kind} shop/wide`);
    });
  });

  test('writes nothing of the namespace, and its external hosts under its own names', () => {
    const { app, chart } = tenant();
    const [a, b] = ['reviews', 'ratings'].map((name) => new MeshService(chart, name, { deployedElsewhere: true }));
    a.calls(ExternalHost.https('api.example.com'));
    b.calls(ExternalHost.https('api.example.com'));
    b.calls(ExternalHost.https('api.example.com', { ports: [8443] }));
    expect(problems(app)).toEqual([]);
    expect(names(chart).filter((name) => name.startsWith('ServiceEntry'))).toEqual([
      'ServiceEntry reviews.external.api.example.com', 'ServiceEntry ratings.external.api.example.com',
    ]);
    expect(names(chart).every((name) => /reviews|ratings/.test(name))).toBe(true);
  });

  describe('shares nothing with services of the owner, imported or not', () => {
    const reviews = (chart: Chart, props: MeshServiceProps = {}): MeshService => new MeshService(chart, 'reviews', { deployedElsewhere: true, ...props });
    const moving = (): string => fileWith({
      services: owner.services.map((s) => (s.name === 'web' ? { ...s, formerAccounts: [{ serviceAccount: 'reviews', expires: '2027-01-31', reason: 'renamed' }] } : s)),
    });

    test.each<[string, (chart: Chart) => unknown, string, (() => string)?]>([
      ['no account', (chart) => reviews(chart, { serviceAccountName: 'web' }),
        'reviews/reviews: [shared-service-account] `shop/reviews` and `shop/web` of `owner.contract.json` share the service account `shop/web` and cannot be told apart; give the service an account of its own'],
      ['no pods', (chart) => reviews(chart, { podLabels: { 'app.kubernetes.io/name': 'web' } }),
        'reviews/reviews: [overlapping-selector] the pod labels of `shop/reviews` also select the pods of `shop/web` of `owner.contract.json`; add a label that tells their pods apart'],
      ['no former account', (chart) => reviews(chart).migrateIdentity({ fromServiceAccount: 'web', expires: '2027-01-31', reason: 'split' }),
        'reviews/reviews: [former-account-taken] `shop/reviews` comes from the service account `web`, under which `shop/web` of `owner.contract.json` runs: it would be taken for `shop/reviews`; let `shop/web` run under another account, or replace the pods of `shop/reviews` at once and leave the migration out'],
      ['no account that one of them comes from', (chart) => reviews(chart),
        'reviews/reviews: [former-account-taken] `shop/web` of `owner.json` comes from the service account `reviews`, under which `shop/reviews` runs: it would be taken for `shop/web`; let `shop/reviews` run under another account', moving],
      ['no name', (chart) => new MeshService(chart, 'web', { deployedElsewhere: true }),
        'reviews/web: [declared-elsewhere] `shop/web` is declared here, and `owner.contract.json` says that its App declares it; give the service another name; if it moved, take the contract in which it is not any more'],
      ['no Kubernetes Service', (chart) => reviews(chart, { additionalServices: [KubernetesService.of('catalog', { ports: [ServicePort.http(80)] })] }),
        'reviews/reviews: [duplicate-kubernetes-service] `shop/reviews` has the Kubernetes Service `catalog`, which `shop/catalog` of `owner.contract.json` has as well; give one of them another name'],
      ['no account that both leave', (chart) => reviews(chart).migrateIdentity({ fromServiceAccount: 'shop', expires: '2027-01-31', reason: 'split' }),
        'reviews/ns/Account-shop/ServiceAccount: [object-of-others] `ServiceAccount shop/shop` is written here, and `owner.json` says that its App writes it; leave it to them: `emitServiceAccount: false` in `migrateIdentity` or `sharedIdentity`',
        () => fileWith({ objects: [...owner.objects, 'ServiceAccount shop/shop'] })],
      ['no object', (chart) => [reviews(chart), new ApiObject(chart, 'deny', { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'default-deny' }, spec: { podSelector: {} } })],
        'reviews/deny: [object-of-others] `NetworkPolicy.networking.k8s.io shop/default-deny` is written here, and `owner.contract.json` says that its App writes it; give it another name, or what makes it; if it moved, take the contract in which it is not any more'],
    ])('%s', (_what, declare, text, file) => {
      const { app, chart } = tenant({}, file?.());
      declare(chart);
      expect(problems(app)).toEqual([`[mesh] ${text}`]);
    });
  });

  test.each<[string, string, string, object]>([
    ['opens', 'networking.k8s.io/v1', 'NetworkPolicy', { podSelector: { matchLabels: { app: 'theirs' } }, ingress: [{}] }],
    ['opens but for some', 'networking.k8s.io/v1', 'NetworkPolicy', { podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] }, ingress: [{}] }],
    ['allows', 'security.istio.io/v1', 'AuthorizationPolicy', { selector: { matchLabels: { app: 'theirs' } }, rules: [{}] }],
    ['takes plaintext for', 'security.istio.io/v1', 'PeerAuthentication', { selector: { matchLabels: { app: 'theirs' } }, mtls: { mode: 'DISABLE' } }],
    ['asks tokens of', 'security.istio.io/v1', 'RequestAuthentication', { selector: { matchLabels: { app: 'theirs' } }, jwtRules: [] }],
    ['widens', 'networking.istio.io/v1', 'Sidecar', { workloadSelector: { labels: { app: 'theirs' } }, egress: [{ hosts: ['*/*'] }] }],
  ])('%s no pods of others, whose labels it cannot know', (_what, apiVersion, kind, spec) => {
    const { app, chart } = tenant();
    new ApiObject(chart, 'theirs', { apiVersion, kind, metadata: { name: 'theirs' }, spec });
    expect(problems(app).join('\n')).toContain(`let ${kind} shop/theirs select the pods of a service that this App declares`);
  });

  test.each([
    ['AuthorizationPolicy', 'Service', '', { rules: [{}] }],
    ['AuthorizationPolicy', 'Gateway', 'gateway.networking.k8s.io', { rules: [{}] }],
    ['RequestAuthentication', 'Service', '', { jwtRules: [] }],
  ])('binds no %s to a %s of others, before which their waypoint stands', (kind, target, group, spec) => {
    const { app, chart } = tenant();
    new ApiObject(chart, 'theirs', { apiVersion: 'security.istio.io/v1', kind, metadata: { name: 'theirs' }, spec: { targetRefs: [{ group, kind: target, name: 'theirs' }], ...spec } });
    expect(problems(app).join('\n')).toContain(`let ${kind} shop/theirs be bound to a Kubernetes Service of a service that this App declares`);
  });

  test.each<[string, () => unknown, string]>([
    ['says nothing that the contract says', () => tenant({ dataPlane: DataPlane.SIDECAR }), '[conflicting-contract] `reviews/ns` has a `contract` and a `dataPlane` of its own; leave that out: the contract says it'],
    ['rests on the owner alone', () => tenant({ name: 'web' }), '[unknown-namespace] `owner.contract.json` is of an App that does not own the namespace `web`; use `search`, `shop`'],
    ['rests on what was proved', () => tenant({}, fileWith({ proof: undefined })), '[unproved-contract] `owner.json` was written by a synth that proved nothing, so that it does not show that `shop` is isolated; let the App of the owner prove (`MeshProps.prove`)'],
    ['takes a contract of its own App', () => tenant({ contract: MeshContract.fromFile(new Mesh(new App(), 'mesh'), CONTRACT) }), '[other-app] `reviews/ns` is given a contract that was imported into another App; import it with the Mesh of this one'],
  ])('%s', (_, make, text) => {
    expect(make).toThrow(text);
  });

  test('of an owner who only refers to the namespace has no owner at all', () => {
    const file = fileWith({ namespaces: owner.namespaces.map((n) => ({ ...n, owned: false })) });
    expect(() => tenant({}, file)).toThrow('[unknown-namespace] `owner.json` is of an App that does not own the namespace `shop`; take the contract of the App with its `MeshNamespace`');
  });
});
