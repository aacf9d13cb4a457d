import { ApiObject, App, Chart, Testing } from 'cdk8s';
import {
  Access, AccessRole, DataPlane, Delivery, EgressWaypoint, ExternalHost, HttpPath, JwtIssuer, Mesh, MeshBaseline, MeshNamespace, MeshService,
  PortMtls, ServicePort, Waypoint,
} from '../../src';
import { buildWorld, type World } from '../../src/eval';
import { ask, parseCaller, parseTarget } from '../../src/eval/ask';
import { readText } from '../../src/manifest';
import { WAVES } from '../../src/model/delivery';
import { fluxFile } from '../../src/private/outputs/flux-file';
import { settingsOf } from '../../src/proof/settings';
import { RSA_KEYS } from '../golden/token-keys';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Said; readonly annotations?: Said };
}

type Said = Readonly<Record<string, string>>;

const without = (said: Said | undefined, ...keys: readonly string[]): Said | undefined =>
  said && Object.fromEntries(Object.entries(said).filter(([key]) => !keys.includes(key)));

const WAVE = 'argocd.argoproj.io/sync-wave';
const OPTIONS = 'argocd.argoproj.io/sync-options';
const REQUESTS = [{ method: 'GET', path: '/items/1' }, { method: 'DELETE', path: '/items/1' }, { method: 'GET', path: '/' }];
const CALLERS = ['frontend', 'cart', 'catalog', 'rogue'];

interface Program {
  readonly delivery?: Delivery;
  readonly ambient?: boolean;
  /** The Kubernetes Service, the policies and the service are called so; its pods and its account are the same. */
  readonly catalog?: string;
  /** The account of `cart`, which comes from the other. */
  readonly account?: string;
}

interface Declared {
  readonly mesh: Mesh;
  readonly manifests: readonly Manifest[];
}

function declare({ delivery = Delivery.argoCd(), ambient = false, catalog: name = 'catalog', account = 'cart' }: Program = {}): Declared {
  const app = new App();
  const mesh = new Mesh(app, 'mesh', { asOf: '2026-11-30', delivery });
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(shop, 'ns', { mesh, ...(ambient ? { dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() } : {}) });
  const service = (id: string, props = {}): MeshService => {
    const made = new MeshService(shop, id, { ports: [ServicePort.http(80, { targetPort: 8080 })], ...props });
    new ApiObject(shop, `${id}-pods`, {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: id },
      spec: {
        selector: { matchLabels: made.podLabels },
        template: { metadata: { labels: made.podLabels }, spec: { serviceAccountName: made.serviceAccountName } },
      },
    });
    return made;
  };
  const frontend = service('frontend');
  const cart = service('cart', { serviceAccountName: account });
  if (account !== 'cart') cart.migrateIdentity({ fromServiceAccount: 'cart', reason: 'renamed', expires: '2026-12-24' });
  const catalog = service('catalog', { name, podLabels: { app: 'catalog' }, serviceAccountName: 'catalog' });
  service('rogue');
  catalog.allowFrom(frontend, { access: [Access.httpSafeMethods(HttpPath.under('/items'))] });
  catalog.allowFrom(cart);
  cart.allowFrom(frontend);
  return { mesh, manifests: Testing.synth(shop) as Manifest[] };
}

const key = ({ kind, metadata: { name, namespace = '' } }: Manifest): string => `${kind} ${namespace}/${name}`;
const waveOf = ({ metadata: { annotations = {} } }: Manifest): number => Number(annotations[WAVE] ?? 0);
const waves = (manifests: readonly Manifest[]): readonly number[] => [...new Set(manifests.map(waveOf))].sort((a, b) => a - b);

function worldOf({ mesh }: { readonly mesh: Mesh }, objects: Iterable<Manifest>): World {
  const { manifests, problems } = readText([...objects].map((o) => JSON.stringify(o)).join('\n---\n'), 'cluster');
  expect(problems).toEqual([]);
  return buildWorld(manifests, settingsOf(mesh._registry.index().model));
}

/** Everything that somebody may do: `frontend GET /items/1 on catalog`. */
function allowed(world: World, services: readonly string[]): ReadonlySet<string> {
  const calls = services.flatMap((to) => CALLERS.flatMap((from) => REQUESTS.map((request) => ({ from, to, request }))));
  return new Set(calls.filter(({ from, to, request }) => (
    ask(world, { from: parseCaller(`pod:shop/${from}`), to: parseTarget(`shop/${to}:80`), request }).answer === 'allow'
  )).map(({ from, to, request: { method, path } }) => `${from} ${method} ${path} on ${to}`));
}

const SERVICES = ['catalog', 'cart', 'frontend', 'rogue'];
const missing = (all: ReadonlySet<string>, other: ReadonlySet<string>): readonly string[] => [...all].filter((one) => !other.has(one));

/** Pods and Services of a live namespace that nobody has closed yet. */
function open(manifests: readonly Manifest[]): Map<string, Manifest> {
  const live = manifests.filter(({ kind }) => ['Namespace', 'ServiceAccount', 'Service', 'Deployment'].includes(kind)).map((o) => (
    { ...o, metadata: { ...o.metadata, labels: without(o.metadata.labels, 'istio.io/use-waypoint') ?? {} } }
  ));
  return new Map(live.map((o) => [key(o), o]));
}

describe.each([['sidecars', false], ['ambient', true]])('an open namespace with %s', (_, ambient) => {
  const program = declare({ ambient });
  const { manifests } = program;
  const declared = allowed(worldOf(program, manifests), SERVICES);

  function apply(order: readonly number[]): readonly { readonly broken: readonly string[]; readonly opened: readonly string[] }[] {
    const cluster = open(manifests);
    const before = allowed(worldOf(program, cluster.values()), SERVICES);
    expect(missing(declared, before)).toEqual([]);
    return order.map((wave) => {
      for (const object of manifests.filter((o) => waveOf(o) === wave)) cluster.set(key(object), object);
      const now = allowed(worldOf(program, cluster.values()), SERVICES);
      return { broken: missing(declared, now), opened: missing(now, before) };
    });
  }

  test('is closed wave by wave: what is declared works after each, and nothing is opened', () => {
    const steps = apply(waves(manifests));
    expect(steps.length).toBeGreaterThanOrEqual(5);
    expect(steps.filter(({ broken, opened }) => broken.length + opened.length > 0)).toEqual([]);
    expect([...declared].sort()).toEqual(expect.arrayContaining(['cart DELETE /items/1 on catalog', 'frontend GET /items/1 on catalog']));
    expect(declared.has('rogue GET /items/1 on catalog')).toBe(false);
  });

  test('would not be, the other way round', () => {
    expect(apply([...waves(manifests)].reverse()).some(({ broken }) => broken.length > 0)).toBe(true);
  });
});

describe('an adopted Kubernetes Service behind a waypoint', () => {
  const WAYPOINT = { 'istio.io/use-waypoint': 'waypoint', 'istio.io/ingress-use-waypoint': 'true' };

  function adopted(): Declared {
    const app = new App();
    const mesh = new Mesh(app, 'mesh', { delivery: Delivery.argoCd() });
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    new MeshNamespace(shop, 'ns', { mesh, dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() });
    const deployment = (name: string): ApiObject => new ApiObject(shop, `${name}-pods`, {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name },
      spec: { selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { serviceAccountName: name } } },
    });
    const service = new ApiObject(shop, 'catalog-service', {
      apiVersion: 'v1', kind: 'Service', metadata: { name: 'catalog', labels: WAYPOINT, annotations: { [WAVE]: '-4' } },
      spec: { selector: { app: 'catalog' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    });
    const catalog = MeshService.fromWorkloads(shop, 'catalog', [deployment('catalog')], { services: [service] });
    for (const name of ['frontend', 'cart', 'rogue']) {
      const caller = MeshService.fromWorkloads(shop, name, [deployment(name)], { waypoint: Waypoint.none() });
      if (name !== 'rogue') catalog.allowFrom(caller, { access: [Access.httpSafeMethods(HttpPath.under('/items'))] });
    }
    return { mesh, manifests: Testing.synth(shop) as Manifest[] };
  }

  /** Calls that work at the end and not after some wave. */
  function broken(program: Declared): readonly string[] {
    const { manifests } = program;
    const declared = allowed(worldOf(program, manifests), ['catalog']);
    expect(declared.size).toBeGreaterThan(0);
    const cluster = open(manifests);
    return waves(manifests).flatMap((wave) => {
      for (const object of manifests.filter((o) => waveOf(o) === wave)) cluster.set(key(object), object);
      return missing(declared, allowed(worldOf(program, cluster.values()), ['catalog']));
    });
  }

  test('loses no call where it is in the wave of Services, and does where it is in none', () => {
    const program = adopted();
    expect(broken(program)).toEqual([]);
    const late = program.manifests.map((o) => (
      key(o) === 'Service shop/catalog' ? { ...o, metadata: { ...o.metadata, annotations: without(o.metadata.annotations, WAVE) } } : o
    ));
    expect(broken({ ...program, manifests: late as Manifest[] }).length).toBeGreaterThan(0);
  });
});

/** What Argo CD does with a release: waves in order, then what it prunes last. */
function release(from: Declared, to: Declared, services: readonly string[]): readonly string[] {
  const cluster = new Map(from.manifests.map((o) => [key(o), o]));
  const declared = [...allowed(worldOf(to, to.manifests), services)];
  const both = declared.filter((call) => allowed(worldOf(from, cluster.values()), services).has(call));
  expect(both.length).toBeGreaterThan(0);
  const wanted = new Set(to.manifests.map(key));
  const broken: string[] = [];
  const look = (when: string): void => {
    const now = allowed(worldOf(to, cluster.values()), services);
    broken.push(...both.filter((call) => !now.has(call)).map((call) => `${when}: ${call}`));
  };
  const prune = (): void => {
    for (const [id, object] of cluster) {
      if (!wanted.has(id) && !object.metadata.annotations?.[OPTIONS]?.includes('Prune=false')) cluster.delete(id);
    }
    look('pruned');
  };
  for (const wave of waves(to.manifests)) {
    for (const object of to.manifests.filter((o) => waveOf(o) === wave)) cluster.set(key(object), object);
    look(`wave ${wave}`);
  }
  prune();
  return broken;
}

describe('a release that renames', () => {
  test('a service loses no call, since what it was called goes last', () => {
    const [from, to] = [declare(), declare({ catalog: 'products' })];
    const services = ['cart', 'frontend'];
    expect(release(from, to, services)).toEqual([]);
    const calls = (objects: Iterable<Manifest>): string => ask(worldOf(to, objects), {
      from: parseCaller('pod:shop/cart'), to: parseTarget('shop/products:80'), request: REQUESTS[0],
    }).answer;
    const both = new Map([...from.manifests, ...to.manifests].map((o) => [key(o), o]));
    expect([calls(both.values()), calls(to.manifests)]).toEqual(['allow', 'allow']);
    // Pruned first, what is left denies everybody until the new policies are there.
    const stripped = to.manifests.filter((o) => from.manifests.some((f) => key(f) === key(o)) || o.kind === 'Service');
    expect(calls(stripped)).toBe('deny');
  });

  test('a ServiceAccount loses no call, and keeps the old account', () => {
    const [from, to] = [declare(), declare({ account: 'basket' })];
    expect(release(from, to, SERVICES)).toEqual([]);
    expect(to.manifests.map(key)).toEqual(expect.arrayContaining(['ServiceAccount shop/cart', 'ServiceAccount shop/basket']));
  });
});

test('Argo CD is told which objects not to prune, and to prune others last but for what lets somebody in', () => {
  const app = new App();
  const mesh = new Mesh(app, 'mesh', { asOf: '2026-11-30', delivery: Delivery.argoCd({ firstWave: -20, confirmPruning: true }) });
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(shop, 'ns', { mesh });
  const [a, b] = ['a', 'b'].map((name) => new MeshService(shop, name, { deployedElsewhere: true, ports: [ServicePort.tcp(80)] }));
  a.breakGlass(b, { reason: 'refill', owner: 'team', expires: '2026-12-01' });
  new MeshService(shop, 'c', { deployedElsewhere: true }).quarantine({ reason: 'beacons' });
  const of = (pick: (o: Manifest) => boolean): readonly unknown[] => {
    const said = (Testing.synth(shop) as Manifest[]).filter(pick).map(({ metadata: { annotations = {} } }) => (
      [annotations[WAVE], annotations[OPTIONS]]
    ));
    return [...new Map(said.map((one) => [JSON.stringify(one), one])).values()];
  };
  expect(of((o) => o.kind === 'Namespace' || o.kind === 'ServiceAccount')).toEqual([['-20', 'Prune=confirm,Delete=confirm']]);
  expect(of((o) => o.metadata.name === 'c-quarantine')).toEqual([['-20', 'PruneLast=true']]);
  expect(of((o) => o.metadata.name.includes('break-glass'))).toEqual([['-16', undefined]]);
  expect(of((o) => ['default', 'allow-nothing', 'default-deny'].includes(o.metadata.name))).toEqual([['-15', 'PruneLast=true']]);
});

test('without a delivery nothing is said, and with one nothing else changes', () => {
  const plain = declare({ delivery: Delivery.none() }).manifests;
  expect(JSON.stringify(plain)).not.toMatch(/argocd|fluxcd|cdk8s-mesh-access\/wave/);
  for (const delivery of [Delivery.argoCd(), Delivery.flux()]) {
    const said = declare({ delivery }).manifests.map((o) => {
      const annotations = without(o.metadata.annotations, WAVE, OPTIONS, 'kustomize.toolkit.fluxcd.io/prune');
      const labels = without(o.metadata.labels, 'cdk8s-mesh-access/wave');
      return { ...o, metadata: { ...o.metadata, ...(labels && { labels }), ...(annotations && { annotations }) } };
    });
    expect(said).toEqual(plain);
  }
});

test('every sort of object has the wave that is meant for it', () => {
  const app = new App();
  const mesh = new Mesh(app, 'mesh', { asOf: '2026-11-30', delivery: Delivery.flux(), prove: false });
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  const sidecars = new MeshNamespace(shop, 'ns', { mesh });
  const ambient = new MeshNamespace(shop, 'ambient', { mesh, name: 'ambient', dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed({ replicas: 2 }) });
  new EgressWaypoint(new Chart(app, 'egress', { namespace: 'egress' }), 'egress', { mesh });
  new MeshBaseline(new Chart(app, 'baseline', { namespace: 'istio-system' }), 'baseline', { mesh, strictMtls: true });
  for (const namespace of [sidecars, ambient]) {
    const of = (id: string, props = {}): MeshService => new MeshService(shop, `${namespace.name}-${id}`, {
      namespace, deployedElsewhere: true, ports: [ServicePort.http(80, { targetPort: 8080 })], ...props,
    });
    const a = of('a', namespace === sidecars ? { ports: [ServicePort.http(80, { mtls: PortMtls.permissive({ reason: 'old' }) })] } : {});
    const b = of('b', { requireJwt: { issuers: [JwtIssuer.withKeys('https://login.example', RSA_KEYS, { audiences: ['shop'] })] } });
    a.allowFrom(new AccessRole(shop, `${namespace.name}-role`).addMember(b));
    b.calls(ExternalHost.https(`api.${namespace.name}.example`, { addresses: ['203.0.113.7'] }));
    b.breakGlass(a, { reason: 'refill', owner: 'team', expires: '2026-12-01', access: [Access.all()] });
    of('c').quarantine({ reason: 'beacons' });
  }
  const table = new Map<string, Set<string>>();
  for (const object of app.charts.flatMap((chart) => Testing.synth(chart) as Manifest[])) {
    const wave = object.metadata.labels?.['cdk8s-mesh-access/wave'] ?? 'none';
    const name = WAVES[Number(wave) - 1] ?? wave;
    table.set(name, (table.get(name) ?? new Set()).add(`${object.kind} ${object.metadata.name.replace(/-[0-9a-f]{8}$/, '-id')}`));
  }
  expect(Object.fromEntries([...table].map(([wave, objects]) => [wave, [...objects].sort()]))).toMatchSnapshot();
});

test('Flux gets a Kustomization for each wave and one for all else, each after the one before', () => {
  const { mesh } = declare({ delivery: Delivery.flux({ name: 'shop', sourceName: 'shop', path: './dist' }) });
  const delivery = mesh._registry.mesh.delivery;
  if (delivery?.tool !== 'flux' || delivery.kustomizations === undefined) throw new Error('no Kustomizations');
  expect(fluxFile(delivery.kustomizations, new Set(['1', '3', '6']))).toMatchSnapshot();
});

test.each([
  [() => Delivery.argoCd({ firstWave: 0.5 }), /\[invalid-wave\]/],
  [() => Delivery.flux({ name: 'shop', sourceName: 'shop', path: './dist', sourceKind: 'Git' }), /\[invalid-source\] `sourceKind` is `Git`/],
  [() => Delivery.flux({ name: 'Shop!', sourceName: 'shop', path: './dist' }), /\[invalid-name\]/],
])('what cannot be said is refused at the call (%#)', (call, text) => {
  expect(call).toThrow(text);
});
