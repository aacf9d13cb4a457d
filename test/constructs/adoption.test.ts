import { ApiObject, type App, Chart } from 'cdk8s';
import { type Construct } from 'constructs';
import * as plus28 from 'cdk8s-plus-28';
import * as plus34 from 'cdk8s-plus-34';
import { Access, type AdoptedServiceProps, DataPlane, ForeignPods, Kubelet, MeshNamespace, MeshService, PortMtls, ServicePort, Waypoint } from '../../src';
import { names, objectsOf, problems, Shop } from './mesh';

interface Pod {
  readonly account?: string;
  readonly labels?: Record<string, string>;
  readonly ports?: { readonly name?: string; readonly containerPort: number }[];
}

/** A template that says nothing unusual: labels `app: cart`, account `cart`, port `web` 7070. */
function template({ account = 'cart', labels = { app: 'cart' }, ports = [{ name: 'web', containerPort: 7070 }] }: Pod = {}) {
  return { metadata: { labels }, spec: { serviceAccountName: account, containers: [{ name: 'main', image: 'x', ports }] } };
}

const VERSIONS: Readonly<Record<string, string>> = { Job: 'batch/v1', CronJob: 'batch/v1', Pod: 'v1', Rollout: 'argoproj.io/v1alpha1' };

function workload(scope: Construct, name: string, kind = 'Deployment', pod: Pod = {}): ApiObject {
  const made = template(pod);
  const spec = kind === 'CronJob' ? { jobTemplate: { spec: { template: made } } } : { ...(kind === 'Job' ? {} : { selector: { matchLabels: { app: 'cart' } } }), template: made };
  const metadata = kind === 'Pod' ? { name, labels: made.metadata.labels } : { name };
  return new ApiObject(scope, `workload-${name}`, { apiVersion: VERSIONS[kind] ?? 'apps/v1', kind, metadata, spec: kind === 'Pod' ? made.spec : spec });
}

function service(scope: Construct, name: string, selector: Record<string, string> = { app: 'cart' }, port: object = { name: 'http', port: 80, targetPort: 'web' }): ApiObject {
  return new ApiObject(scope, `service-${name}`, { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector, ports: [port] } });
}

const adopt = (shop: Shop, workloads: Construct[], props: AdoptedServiceProps = {}): MeshService => MeshService.fromWorkloads(shop.chart, 'cart', workloads, props);

describe('what makes pods', () => {
  test.each(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Rollout', 'Job', 'CronJob', 'Pod'])('a %s is adopted with its account, labels and Kubernetes Services', (kind) => {
    const shop = new Shop({ nativeSidecars: true });
    const cart = adopt(shop, [workload(shop.chart, 'cart', kind)]);
    service(shop.chart, 'cart');
    cart.allowFrom(shop.service('web'), { access: [Access.httpSafeMethods()] });
    expect(problems(shop.app)).toEqual([]);
    expect([cart.serviceAccountName, cart.podLabels]).toEqual(['cart', { app: 'cart' }]);
    expect(shop.object('AuthorizationPolicy', 'cart-callers').spec).toMatchObject({ selector: { matchLabels: { app: 'cart' } }, rules: [{ to: [{ operation: { ports: ['7070'] } }] }] });
  });

  describe('a Rollout that has its pods from another workload', () => {
    const rollout = (scope: Construct, kind = 'Deployment', name = 'cart'): ApiObject => new ApiObject(scope, 'rollout', {
      apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'cart' },
      spec: { workloadRef: { apiVersion: 'apps/v1', kind, name, scaleDown: 'progressively' } },
    });

    test.each(['Deployment', 'ReplicaSet'])('is adopted together with the %s', (kind) => {
      const shop = new Shop();
      const cart = adopt(shop, [rollout(shop.chart, kind)]);
      workload(shop.chart, 'cart', kind);
      service(shop.chart, 'cart');
      cart.allowFrom(shop.service('web'), { access: [Access.httpSafeMethods()] });
      expect(problems(shop.app)).toEqual([]);
      expect([cart.serviceAccountName, cart.podLabels]).toEqual(['cart', { app: 'cart' }]);
      expect(shop.object('AuthorizationPolicy', 'cart-callers').spec).toMatchObject({ rules: [{ to: [{ operation: { ports: ['7070'] } }] }] });
    });

    test.each<[string, (shop: Shop) => unknown]>([
      ['of another name', (shop) => workload(shop.chart, 'basket')],
      ['of another namespace', (shop) => workload(new Chart(shop.app, 'web', { namespace: 'web' }), 'cart')],
      ['of another kind', (shop) => workload(shop.chart, 'cart', 'StatefulSet')],
    ])('is refused, and nothing else said of it, where there is only one %s', (_, other) => {
      const shop = new Shop();
      const cart = adopt(shop, [rollout(shop.chart)]);
      other(shop);
      cart.allowFrom(shop.service('web'), { access: [Access.httpSafeMethods()] });
      expect(problems(shop.app)).toEqual([
        '[mesh] shop/rollout: spec.workloadRef: [missing-field] Deployment `cart` of the same namespace, whose pods it has, is not among these objects; put the Deployment beside the Rollout',
      ]);
    });
  });

  test('Kubernetes Services in front of single pods of a StatefulSet are found', () => {
    const shop = new Shop();
    const cart = adopt(shop, [workload(shop.chart, 'cart', 'StatefulSet')]);
    service(shop.chart, 'cart');
    service(shop.chart, 'cart-0', { 'statefulset.kubernetes.io/pod-name': 'cart-0' }, { name: 'tcp-admin', port: 7071 });
    service(shop.chart, 'cart-second', { app: 'cart', 'apps.kubernetes.io/pod-index': '1' }, { name: 'tcp-admin', port: 7072 });
    service(shop.chart, 'other-0', { 'statefulset.kubernetes.io/pod-name': 'other-0' }, { name: 'tcp-admin', port: 7073 });
    cart.allowFrom(shop.service('web'), { access: [Access.tcp(7071), Access.tcp(7072)] });
    expect(problems(shop.app)).toEqual([]);
    expect(shop.object('AuthorizationPolicy', 'cart-callers').spec).toMatchObject({ rules: [{ to: [{ operation: { ports: ['7071', '7072'] } }] }] });
    expect(shop.object('Sidecar', 'web').spec).toMatchObject({ egress: [{ hosts: ['shop/cart-0.shop.svc.cluster.local', 'shop/cart-second.shop.svc.cluster.local'] }] });
  });

  test('a Job with the labels of a Deployment, as charts have them for hooks, serves none of its named ports', () => {
    const shop = new Shop({ nativeSidecars: true });
    const cart = adopt(shop, [workload(shop.chart, 'cart'), workload(shop.chart, 'cart-migrate', 'Job', { ports: [] })]);
    service(shop.chart, 'cart');
    cart.allowFrom(shop.service('web'), { access: [Access.httpSafeMethods()] });
    expect(problems(shop.app)).toEqual([]);
    expect(shop.object('AuthorizationPolicy', 'cart-callers').spec).toMatchObject({ rules: [{ to: [{ operation: { ports: ['7070'] } }] }] });
  });

  test('a selector of expressions says by which labels pods are known for good', () => {
    const shop = new Shop();
    const cart = adopt(shop, [new ApiObject(shop.chart, 'cart-deployment', {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'cart' },
      spec: { selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['cart'] }] }, template: template({ labels: { app: 'cart', release: '7' } }) },
    })]);
    expect(cart.podLabels).toEqual({ app: 'cart' });
  });

  const constructs: Readonly<Record<string, (scope: Construct) => Construct>> = {
    'cdk8s-plus-28': (scope) => new plus28.Deployment(scope, 'd', { podMetadata: { labels: { app: 'cart' } }, select: false, containers: [{ image: 'x', portNumber: 7070 }] }),
    'cdk8s-plus-34': (scope) => new plus34.StatefulSet(scope, 'd', { podMetadata: { labels: { app: 'cart' } }, select: false, containers: [{ image: 'x', portNumber: 7070 }] }),
    'an L1': (scope) => new plus34.k8s.KubeDaemonSet(scope, 'd', { spec: { selector: { matchLabels: { app: 'cart' } }, template: template() } }),
    'a chart of one': (scope) => {
      const chart = new Chart(scope, 'd', { namespace: 'shop' });
      workload(chart, 'cart');
      service(chart, 'unrelated', { app: 'unrelated' });
      return chart;
    },
  };

  test.each(Object.keys(constructs))('%s', (name) => {
    const shop = new Shop();
    const cart = adopt(shop, [constructs[name](shop.chart)]);
    expect(cart.podLabels).toMatchObject({ app: 'cart' });
  });

  test('neither account nor Kubernetes Service is emitted', () => {
    const shop = new Shop();
    adopt(shop, [workload(shop.chart, 'cart')]);
    service(shop.chart, 'cart');
    expect(names(shop.chart).filter((n) => n.endsWith(' cart'))).toEqual(['Deployment cart', 'Sidecar cart', 'Service cart']);
  });

  test('`ports` ask for a Kubernetes Service beside those that are there', () => {
    const shop = new Shop();
    const cart = adopt(shop, [workload(shop.chart, 'cart')], { ports: [ServicePort.tcp(9000)] });
    service(shop.chart, 'cart-web');
    cart.allowFrom(shop.service('web'), { access: [Access.ports(80, 9000)] });
    expect(problems(shop.app)).toEqual([]);
    expect(shop.object('Service', 'cart').spec).toMatchObject({ selector: { app: 'cart' }, ports: [{ port: 9000, appProtocol: 'tcp' }] });
  });

  test('what is added to a workload after it was adopted counts', () => {
    const shop = new Shop();
    const deployment = new plus34.Deployment(shop.chart, 'd', {
      podMetadata: { labels: { app: 'cart' } }, select: false, serviceAccount: new plus34.ServiceAccount(shop.chart, 'account', { metadata: { name: 'cart' } }),
    });
    const cart = adopt(shop, [deployment]);
    deployment.addContainer({ image: 'x', portNumber: 7070 });
    deployment.podMetadata.addLabel('part', 'backend');
    expect(cart.podLabels).toMatchObject({ app: 'cart', part: 'backend' });
    deployment.podMetadata.addLabel('tier', 'two');
    expect(shop.object('NetworkPolicy', 'cart-ingress').spec).toMatchObject({ podSelector: { matchLabels: { app: 'cart', part: 'backend', tier: 'two' } } });
  });

  test('a port that states no protocol can be granted whole, and no requests on it', () => {
    const shop = new Shop();
    const cart = adopt(shop, [workload(shop.chart, 'cart')]);
    service(shop.chart, 'cart', { app: 'cart' }, { name: 'web', port: 80, targetPort: 7070 });
    cart.allowFrom(shop.service('web'));
    expect(problems(shop.app)).toEqual([]);
    cart.allowFrom(shop.service('admin'), { access: [Access.httpSafeMethods()] });
    expect(problems(shop.app)).toEqual([expect.stringContaining('[protocol-cannot-carry]')]);
  });

  test('a port of an adopted Kubernetes Service may take plaintext', () => {
    const shop = new Shop({ cluster: { nodeCidrs: ['10.9.0.0/16'] } });
    const cart = adopt(shop, [workload(shop.chart, 'cart')], { portMtls: [{ targetPort: 7070, mtls: PortMtls.permissive({ reason: 'old clients' }) }] });
    service(shop.chart, 'cart');
    cart.allowFrom(Kubelet.onNodes());
    expect(problems(shop.app)).toEqual([]);
    expect(shop.object('PeerAuthentication', 'cart-ports').spec).toMatchObject({ portLevelMtls: { 7070: { mode: 'PERMISSIVE' } } });
  });
});

interface Wrong {
  readonly when: string;
  readonly declare: (shop: Shop) => void;
  readonly lines: readonly string[];
}

const wrong: readonly Wrong[] = [
  {
    when: 'nothing that is understood makes pods',
    declare: ({ chart }) => adopt({ chart } as Shop, [new ApiObject(chart, 'pg', { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster' })]),
    lines: ['[unsupported-workload] workloads[0], `shop/pg`, makes `postgresql.cnpg.io/v1 Cluster`: no workload whose pods are understood; pass what makes a Pod, Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, CronJob, Rollout; for pods that something else makes declare a MeshService with `deployedElsewhere`'],
  },
  {
    when: 'what makes pods is within a List',
    declare: ({ chart }) => adopt({ chart } as Shop, [new ApiObject(chart, 'list', { apiVersion: 'v1', kind: 'List', items: [] })]),
    lines: ['[unsupported-list] workloads[0], `shop/list`, makes a `List`, whose items are no objects of their own; write them as documents of their own, with `---` between them'],
  },
  {
    when: 'a Deployment lacks a port that another has',
    declare: (shop) => {
      adopt(shop, [workload(shop.chart, 'cart'), workload(shop.chart, 'canary', 'Deployment', { ports: [] })]);
      service(shop.chart, 'cart');
    },
    lines: ['shop/cart: [unknown-target-port] port `80` of the Kubernetes Service `cart` leads to the port `web`, which no container of `Deployment shop/canary` has; name a container port of it `web`, or give the number'],
  },
  {
    when: 'pods with sidecars dial each other where no headless Kubernetes Service leads',
    declare: (shop) => {
      const cart = adopt(shop, [workload(shop.chart, 'cart', 'StatefulSet')]);
      service(shop.chart, 'cart');
      cart.allowPeers({ access: [Access.ports(80)], reason: 'replication' });
    },
    lines: ['shop/cart: [peers-by-address] the pods of `shop/cart` may call each other on port `7070`, to which no headless Kubernetes Service leads: their sidecars let nobody dial a pod by its address; name the ports that they dial (`access`), add them to the headless Service, or write `allowFrom` with the service itself if its pods call its Service'],
  },
  {
    when: 'a Kubernetes Service leads to two services, which both adopt',
    declare: (shop) => {
      adopt(shop, [workload(shop.chart, 'cart', 'Pod', { labels: { app: 'cart', track: 'stable' } })], { podLabels: { track: 'stable' } });
      MeshService.fromWorkloads(shop.chart, 'canary', [workload(shop.chart, 'canary', 'Pod', { account: 'canary', labels: { app: 'cart', track: 'canary' } })], { podLabels: { track: 'canary' } });
      service(shop.chart, 'cart');
    },
    lines: [
      'shop/canary: [shared-kubernetes-service] the Kubernetes Service `cart` leads to `Pod shop/cart` as well as to pods of `shop/canary`, and a call cannot be granted to one of them; adopt both as one service, or let its selector pick the pods of one',
      'shop/cart: [shared-kubernetes-service] the Kubernetes Service `cart` leads to `Pod shop/canary` as well as to pods of `shop/cart`, and a call cannot be granted to one of them; adopt both as one service, or let its selector pick the pods of one',
    ],
  },
  {
    when: 'something of the same kind is of another group',
    declare: ({ chart }) => adopt({ chart } as Shop, [new ApiObject(chart, 'r', { apiVersion: 'example.com/v1', kind: 'Rollout' })]),
    lines: ['[unsupported-workload] workloads[0], `shop/r`, makes `example.com/v1 Rollout`: no workload whose pods are understood; pass what makes a Pod, Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, CronJob, Rollout; for pods that something else makes declare a MeshService with `deployedElsewhere`'],
  },
  {
    when: 'a workload is given as a Kubernetes Service',
    declare: (shop) => adopt(shop, [workload(shop.chart, 'cart')], { services: [workload(shop.chart, 'other')] }),
    lines: ['[unsupported-service] services[0], `shop/workload-other`, makes `apps/v1 Deployment`: no Kubernetes Service; pass the construct or ApiObject that makes it'],
  },
  {
    when: 'there is nothing to adopt',
    declare: (shop) => adopt(shop, []),
    lines: ['[empty-list] workloads is an empty list; leave it out, or name at least one value'],
  },
  {
    when: 'a workload of another App is adopted',
    declare: (shop) => adopt(shop, [workload(new Shop().chart, 'cart')]),
    lines: ['[other-app] `shop/workload-cart` belongs to another App than `shop/cart`; pass what is in this App'],
  },
  {
    when: 'workloads run under several accounts',
    declare: (shop) => adopt(shop, [workload(shop.chart, 'cart'), workload(shop.chart, 'canary', 'Deployment', { account: 'canary' })]),
    lines: ['shop/cart: [several-service-accounts] `shop/cart` adopts `Deployment shop/cart` under the service account `cart` and `Deployment shop/canary` under `canary`; let them run under one (`migrateIdentity` admits the former one meanwhile), or adopt them as two services'],
  },
  {
    when: 'workloads share no label but one that changes with each release',
    declare: (shop) => adopt(shop, ['a', 'b'].map((app) => workload(shop.chart, app, 'Job', { labels: { app, 'helm.sh/chart': 'shop-1' } }))),
    lines: [
      'shop/cart: [no-shared-labels] the pods of `Job shop/a` and `Job shop/b` have no label in common by which policies could pick those of `shop/cart`; give all of them one, or `podLabels` that they have',
    ],
  },
  {
    when: 'a port leads nowhere, and grants rest on it',
    declare: (shop) => {
      service(shop.chart, 'cart', { app: 'cart' }, { name: 'http', port: 80, targetPort: 'wbe' });
      adopt(shop, [workload(shop.chart, 'cart')]).allowFrom(shop.service('web'), { access: [Access.http({ ports: [80] })] });
    },
    lines: ['shop/cart: [unknown-target-port] port `80` of the Kubernetes Service `cart` leads to the port `wbe`, which no container of `Deployment shop/cart` has; name a container port of it `wbe`, or give the number'],
  },
  {
    when: 'labels were given that a workload does not have',
    declare: (shop) => adopt(shop, [workload(shop.chart, 'cart')], { podLabels: { app: 'basket' } }),
    lines: ['shop/cart: [unselected-workload] the pods of `Deployment shop/cart` do not carry the `podLabels` of `shop/cart`, which adopts it; give labels that the pods of all its workloads have'],
  },
  {
    when: 'a workload lies in another namespace',
    declare: (shop) => adopt(shop, [workload(new Chart(shop.app, 'web', { namespace: 'web' }), 'cart')], { podLabels: { app: 'cart' } }),
    lines: ['shop/cart: [workload-elsewhere] `shop/cart` adopts `Deployment web/cart`, which lies in another namespace; give the service the `MeshNamespace` of `web`, or the object the namespace `shop`'],
  },
  {
    when: 'a workload is taken out again',
    declare: (shop) => {
      adopt(shop, [workload(shop.chart, 'cart')], { podLabels: { app: 'cart' } });
      shop.chart.node.tryRemoveChild('workload-cart');
    },
    lines: ['shop/cart: [missing-workload] `shop/cart` adopts `shop/workload-cart`, which is no workload of the App any more; leave it in the tree, or do not adopt it'],
  },
  {
    when: 'a Kubernetes Service leads elsewhere, too',
    declare: (shop) => {
      adopt(shop, [workload(shop.chart, 'cart', 'Job', { labels: { app: 'cart', part: 'shop' } })]);
      workload(shop.chart, 'orders', 'Job', { labels: { app: 'orders', part: 'shop' } });
      service(shop.chart, 'all', { part: 'shop' });
    },
    lines: ['shop/cart: [shared-kubernetes-service] the Kubernetes Service `all` leads to `Job shop/orders` as well as to pods of `shop/cart`, and a call cannot be granted to one of them; adopt both as one service, or let its selector pick the pods of one'],
  },
  {
    when: 'a Kubernetes Service was not named',
    declare: (shop) => {
      const named = service(shop.chart, 'cart');
      service(shop.chart, 'cart-admin');
      adopt(shop, [workload(shop.chart, 'cart')], { services: [named] });
    },
    lines: ['shop/cart: [unnamed-kubernetes-service] the Kubernetes Service `cart-admin` (`shop/service-cart-admin`) leads to pods of `shop/cart` and is not among its `services`; name it there'],
  },
  {
    when: 'a Kubernetes Service that was named selects nothing of it',
    declare: (shop) => adopt(shop, [workload(shop.chart, 'cart')], { services: [service(shop.chart, 'other', { app: 'other' })] }),
    lines: ['shop/cart: [idle-kubernetes-service] `shop/service-other` is among the `services` of `shop/cart` and selects none of its pods; leave it out, or let it select them'],
  },
  {
    when: 'no container has the port that is named',
    declare: (shop) => {
      adopt(shop, [workload(shop.chart, 'cart')]);
      service(shop.chart, 'cart', { app: 'cart' }, { port: 80, targetPort: 'http' });
    },
    lines: ['shop/cart: [unknown-target-port] port `80` of the Kubernetes Service `cart` leads to the port `http`, which no container of `Deployment shop/cart` has; name a container port of it `http`, or give the number'],
  },
  {
    when: 'a name is another number in each workload',
    declare: (shop) => {
      adopt(shop, [workload(shop.chart, 'cart'), workload(shop.chart, 'canary', 'Deployment', { ports: [{ name: 'web', containerPort: 7071 }] })]);
      service(shop.chart, 'cart');
    },
    lines: ['shop/cart: [ambiguous-target-port] port `80` of the Kubernetes Service `cart` leads to `web`, which is `7070` and `7071` in workloads of `shop/cart`; let the containers of all of them have it under one number'],
  },
  {
    when: 'an exception is for a port that nothing leads to',
    declare: (shop) => {
      adopt(shop, [workload(shop.chart, 'cart')], { portMtls: [{ targetPort: 80, mtls: PortMtls.permissive({ reason: 'old clients' }) }] });
      service(shop.chart, 'cart');
    },
    lines: ['shop/cart: [unknown-target-port] `portMtls` of `shop/cart` names the target port `80`, to which no adopted Kubernetes Service leads; use one of `7070`'],
  },
];

test.each(wrong)('fails when $when', ({ declare, lines }) => {
  const shop = new Shop({ nativeSidecars: true });
  let thrown: string[] = [];
  try {
    declare(shop);
  } catch (error) {
    thrown = [(error as Error).message];
  }
  expect(thrown.length > 0 ? thrown : problems(shop.app).map((line) => line.replace(/^\[mesh\] /, ''))).toEqual(lines);
});

describe('calls to a canary are split by a route', () => {
  const labels = (track: string) => ({ app: 'cart', track });

  function split(shop: Shop, host: string, props: AdoptedServiceProps = {}): MeshService {
    const cart = adopt(shop, ['stable', 'canary'].map((track) => workload(shop.chart, track, 'Deployment', { labels: labels(track) })), props);
    service(shop.chart, 'cart');
    service(shop.chart, 'cart-stable', labels('stable'));
    service(shop.chart, 'cart-canary', labels('canary'));
    cart.allowFrom(shop.service('web'), { access: [Access.httpSafeMethods()] });
    new ApiObject(shop.chart, 'route', {
      apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'cart' },
      spec: { hosts: ['cart'], http: [{ route: [{ destination: { host: 'cart-stable' }, weight: 90 }, { destination: { host }, weight: 10 }] }] },
    });
    return cart;
  }

  test('among the Services of its pods', () => {
    const shop = new Shop();
    split(shop, 'cart-canary');
    expect(problems(shop.app)).toEqual([]);
  });

  test('and it is refuted where it leads to another service', () => {
    const shop = new Shop();
    shop.service('orders', { ports: [ServicePort.http(80, { targetPort: 7070 })] });
    split(shop, 'orders');
    expect(problems(shop.app)).toEqual([
      expect.stringMatching(/\[refuted\] that egress-scope lets shop\/web .*, cannot be decided: .*VirtualService shop\/cart /),
    ]);
  });
});

describe('a policy that came with a chart and selects by a label that a controller adds', () => {
  test.each<[string, Record<string, string>]>([
    ['StatefulSet', { 'statefulset.kubernetes.io/pod-name': 'cart-0' }],
    ['StatefulSet', { 'apps.kubernetes.io/pod-index': '4' }],
    ['Job', { 'batch.kubernetes.io/job-name': 'cart' }],
    ['Job', { 'job-name': 'cart' }],
  ])('is found at pods of a %s (%j)', (kind, matchLabels) => {
    const shop = new Shop({ nativeSidecars: true });
    adopt(shop, [workload(shop.chart, 'cart', kind)]);
    const spec = { podSelector: { matchLabels }, policyTypes: ['Egress'], egress: [{ ports: [{ port: 443 }] }] };
    new ApiObject(shop.chart, 'out', { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'out' }, spec });
    expect(problems(shop.app)).toEqual([
      expect.stringMatching(/\[refuted\] egress-policy lets shop\/cart\S* connect to .*:443, which nothing declares: NetworkPolicy shop\/out /),
    ]);
  });

  test('foreign pods of a Job that is in the App are adopted instead', () => {
    const shop = new Shop({ nativeSidecars: true });
    workload(shop.chart, 'migrate', 'Job');
    shop.namespace.addForeignPods('hook', ForeignPods.helmHook('migrate', { serviceAccountName: 'cart' }), { reason: 'migrates' });
    expect(problems(shop.app)).toEqual([
      '[mesh] shop/ns/hook: [deployed-here] `shop/hook` is declared as foreign pods, but `Job shop/migrate` is in this App; adopt it with `MeshService.fromWorkloads`; foreign pods are those that no object of the App makes',
    ]);
  });
});

describe('behind a waypoint', () => {
  function ambient(props: (service: ApiObject) => AdoptedServiceProps): string[] {
    const shop = new Shop();
    const chart = new Chart(shop.app, 'market', { namespace: 'market' });
    new MeshNamespace(chart, 'ns', { mesh: shop.mesh, dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() });
    const labels = { 'istio.io/use-waypoint': 'waypoint', 'istio.io/ingress-use-waypoint': 'true' };
    const found = new ApiObject(chart, 'service-cart', {
      apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart', labels }, spec: { selector: { app: 'cart' }, ports: [{ name: 'http', port: 80, targetPort: 7070 }] },
    });
    MeshService.fromWorkloads(chart, 'cart', [workload(chart, 'cart')], props(found));
    return problems(shop.app).map((line) => line.replace(/^\[mesh\] /, ''));
  }

  test('Kubernetes Services must be named, since what is written for each is there before they are read', () => {
    expect(ambient(() => ({}))).toEqual([
      'market/cart: [unnamed-kubernetes-service] the waypoint `market/waypoint` is to stand before `cart` of `market/cart`, and what is emitted for that must be there when the service is declared; name them in `services`, or set `waypoint: Waypoint.none()`',
    ]);
    expect(ambient((found) => ({ services: [found] }))).toEqual([]);
  });

  test('no policy is bound to a headless one, before which no waypoint stands', () => {
    let all: string[] = [];
    expect(ambient((found) => {
      const chart = Chart.of(found);
      const peers = new ApiObject(chart, 'service-peers', {
        apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart-peers' }, spec: { clusterIP: 'None', selector: { app: 'cart' }, ports: [{ name: 'tcp', port: 7000 }] },
      });
      all = [];
      chart.node.addValidation({ validate: () => {
        all = objectsOf(found.node.root as App).map((o) => `${o.kind} ${o.name}`);
        return [];
      } });
      return { services: [found, peers] };
    })).toEqual([]);
    expect(all.filter((name) => name.startsWith('AuthorizationPolicy cart')).sort()).toEqual(['AuthorizationPolicy cart-callers', 'AuthorizationPolicy cart-waypoint']);
  });

  test('without a waypoint they need not be', () => {
    expect(ambient(() => ({ waypoint: Waypoint.none() }))).toEqual([]);
  });
});
