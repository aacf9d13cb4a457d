import { type Caller, callerOf, type Decision, type Destination, type HttpRequest, type Layer, leave, prepare, type WorkloadView } from '../../src/eval';
import type { World } from '../../src/eval';
import type { Labels, Protocol } from '../../src/manifest';
import type { CallerPodsModel } from '../../src/model/caller';
import type { AccessModel, HttpAccessModel, PathModel, ServiceModel } from '../../src/model/model';

/**
 * Access, asked one request at a time: every caller of a small world at every port of every pod. It knows nothing of request sets,
 * minimal models or the proof; where two sets of manifests answer all of it alike, they give the same access.
 */
export interface Questions {
  /** The answers in a fixed order, one character each. */
  answers(world: World): string;
  readonly count: number;
}

const ELSEWHERE = { 'app.kubernetes.io/name': 'elsewhere' };
const OUTSIDE = ['203.0.113.10', '192.0.2.5', '198.51.100.77'];
const POD_IP = '10.255.255.10';

export function questionsAbout(model: AccessModel, workloads: readonly WorkloadView[], world: World): Questions {
  const callers = callersOf(model, workloads, world);
  const destinations = destinationsOf(model, workloads);
  const requests = requestsOf(model);
  const own = callers.filter((c) => c.workload !== undefined);
  const externals = externalsOf(model);
  return {
    count: callers.length * destinations.length * (1 + requests.length) + own.length * externals.length,
    answers: (w) => {
      let text = '';
      for (const d of destinations) {
        const at = prepare(w, d);
        for (const c of callers) {
          const bytes = at.decide(c, {});
          text += isClosed(bytes) ? 'd'.repeat(1 + requests.length) : bytes.answer[0] + requests.map((http) => at.decide(c, { http }).answer[0]).join('');
        }
      }
      for (const c of own) for (const e of externals) text += leave(w, c, e).answer[0];
      return text;
    },
  };
}

/** These layers do not look into requests: what one of them denies, they deny whatever is sent. */
const CONNECTION: readonly Layer[] = ['egress-policy', 'egress-scope', 'waypoint-ingress', 'waypoint-egress', 'ingress-policy', 'mtls'];

export function isClosed({ layers }: Decision): boolean {
  return layers.some((l) => l.answer === 'deny' && CONNECTION.includes(l.layer));
}

function callersOf(model: AccessModel, workloads: readonly WorkloadView[], world: World): readonly Caller[] {
  const { trustDomain } = model.mesh;
  const named = model.edges.flatMap(({ caller }): readonly Caller[] => {
    switch (caller.kind) {
      case 'identity': return [
        ...workloads.some((w) => isAt(caller.pods, w)) ? [] : [pod(caller.pods?.namespace ?? 'shop', caller.pods?.labels ?? {}, caller.principal)],
        pod(caller.pods?.namespace ?? 'shop', {}, caller.principal),
      ];
      case 'addresses': return [...caller.cidrs, ...caller.except].map((c) => outside(c.split('/')[0]));
      default: return [];
    }
  });
  const likeness = workloads.flatMap((w): readonly Caller[] => [
    { ...callerOf(world, w), ip: POD_IP },
    pod(w.namespace, w.labels),
    pod(w.namespace, {}, `${trustDomain}/ns/${w.namespace}/sa/${w.serviceAccount}`),
    { ...outside(OUTSIDE[0]), principal: `foreign.example/ns/${w.namespace}/sa/${w.serviceAccount}` },
  ]);
  const strays = [...model.namespaces.map((n) => n.id), 'elsewhere'].flatMap((namespace) => [{}, ELSEWHERE].flatMap((labels) => [
    pod(namespace, labels), pod(namespace, labels, `${trustDomain}/ns/${namespace}/sa/elsewhere`),
  ]));
  const places = model.edges.flatMap(({ sourceCidrs }) => [...sourceCidrs?.cidrs ?? [], ...sourceCidrs?.except ?? []]).flatMap(nearby);
  const there = [...new Set(places)].flatMap((ip) => [...named, ...likeness, ...strays].filter((c) => c.pod).map((c) => ({ ...c, name: `${c.name} at ${ip}`, ip })));
  return [...named, ...likeness, ...strays, ...there, ...OUTSIDE.map(outside), ...[...new Set(places)].map(outside)];
}

/** It is asked as what it is known to be, a gateway that no Sidecar is for; of any other pod with these labels nothing is known. */
function isAt(pods: CallerPodsModel | undefined, w: WorkloadView): boolean {
  return pods !== undefined && pods.namespace === w.namespace && Object.entries(pods.labels).every(([k, v]) => w.labels[k] === v);
}

/** Addresses in each half of a block and next to it. */
function nearby(cidr: string): readonly string[] {
  const [address, length] = cidr.split('/');
  const at = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(length));
  return [at, at + size / 2, at + size, at - 1].map((n) => [24, 16, 8, 0].map((shift) => Math.floor(n / 2 ** shift) % 256).join('.'));
}

function pod(namespace: string, labels: Labels, principal?: string): Caller {
  return { name: `${namespace} ${JSON.stringify(labels)} ${principal ?? ''}`, pod: true, namespace, labels, ip: POD_IP, ...(principal === undefined ? {} : { principal }) };
}

function outside(ip: string): Caller {
  return { name: ip, pod: false, ip };
}

function destinationsOf(model: AccessModel, workloads: readonly WorkloadView[]): readonly Destination[] {
  const { dns, nodeLocalDns, nodeLocalDnsPods } = model.mesh.cluster;
  const system = [
    ...[dns, ...(nodeLocalDnsPods === undefined ? [] : [nodeLocalDnsPods])].map((d) => stray(d.namespace, d.podLabels)), stray(model.mesh.rootNamespace, { app: 'istiod' }), stray('elsewhere', {}), stray('shop', ELSEWHERE),
    ...model.namespaces.map((n) => stray(n.id, {}, n.dataPlane)),
    // Waypoints: what they let in is asked at what they stand before.
    ...workloads.filter((w) => w.dataPlane === 'waypoint'),
  ];
  const ports = [dns.port, 1, 443, 15008, 15012, 47_653, ...(nodeLocalDns === undefined ? [] : [53])];
  const at = (workload: WorkloadView, port: number, protocol: Protocol): Destination => ({ workload, port, protocol });
  return [
    ...system.flatMap((w) => [...new Set(ports)].flatMap((port) => [at(w, port, 'TCP'), at(w, port, 'UDP')])),
    ...model.services.flatMap((s) => workloads.filter((w) => isOf(s, w)).flatMap((w) => {
      const declared = s.ports.flatMap(({ targetPort }) => [targetPort, targetPort + 1]);
      const byAddress = [...new Set([...declared, 1, 443, 8443])].flatMap((port) => (['TCP', 'UDP', 'SCTP'] as const).map((protocol) => at(w, port, protocol)));
      const byService = s.kubernetesServices.flatMap(({ name, ports: list }) => list.map(({ port, targetPort, protocol }): Destination => ({
        workload: w, port: targetPort, protocol: protocol === 'udp' ? 'UDP' : protocol === 'sctp' ? 'SCTP' : 'TCP', service: { namespace: s.namespace, name, port },
      })));
      return [...byAddress, ...byService];
    })),
  ];
}

export function isOf(s: ServiceModel, w: WorkloadView): boolean {
  return s.namespace === w.namespace && Object.entries(s.podLabels).every(([k, v]) => w.labels[k] === v);
}

function stray(namespace: string, labels: Labels, dataPlane: WorkloadView['dataPlane'] = 'none'): WorkloadView {
  const name = `stray-${JSON.stringify(labels)}`;
  return {
    id: `${namespace}/${name}`, namespace, name, labels, annotations: {}, serviceAccount: 'elsewhere', dataPlane, hostNetwork: false, containerPorts: [],
    ip: POD_IP, assumed: true,
  };
}

/** Each grant met in full, and then missed in one respect after the other. */
export function requestsOf(model: AccessModel): readonly HttpRequest[] {
  const plain: HttpRequest = { method: 'GET', path: '/', host: 'elsewhere.example', headers: {} };
  const grants = model.edges.flatMap((e) => e.access.flatMap((a) => a.http ?? []));
  const requests = [plain, { ...plain, method: 'DELETE', path: '/elsewhere' }, ...grants.flatMap((grant) => around(grant, plain))];
  return [...new Map(requests.map((r) => [JSON.stringify(r), r])).values()];
}

function around(grant: HttpAccessModel, plain: HttpRequest): readonly HttpRequest[] {
  const paths = grant.paths?.map(example) ?? [plain.path];
  const headers = Object.fromEntries((grant.headers ?? []).map(({ name, values }) => {
    const v = values[0];
    return [name, v.kind === 'exact' ? v.value : v.kind === 'prefix' ? `${v.value}x` : v.kind === 'suffix' ? `x${v.value}` : 'x'];
  }));
  const met: HttpRequest = { method: grant.methods?.[0] ?? 'GET', path: paths[0], host: grant.hosts?.[0] ?? plain.host, headers };
  return [
    met,
    ...[...(grant.methods ?? []), 'DELETE', 'GET'].map((method) => ({ ...met, method })),
    ...[...paths, `${paths[0]}/x`, `${paths[0]}x`, '/elsewhere'].map((path) => ({ ...met, path })),
    ...(grant.hosts === undefined ? [] : [...grant.hosts.flatMap((h) => [h, `${h}:8080`]), 'elsewhere.example'].map((host) => ({ ...met, host }))),
    ...Object.keys(headers).flatMap((name) => [{ ...met, headers: { ...headers, [name]: 'elsewhere' } }, { ...met, headers: {} }]),
    { ...met, headers: { elsewhere: 'x' } },
  ];
}

function example({ kind, value }: PathModel): string {
  switch (kind) {
    case 'exact': return value;
    case 'prefix': return `${value}x`;
    case 'suffix': return `/x${value}`;
    case 'template': return value.replaceAll('{**}', 'x/y').replaceAll('{*}', 'x');
    case 'under': return `${value.replace(/\/$/, '')}/x`;
  }
}

function externalsOf(model: AccessModel): readonly Parameters<typeof leave>[2][] {
  const hosts = [...new Set([...model.externals.map((e) => e.host), 'elsewhere.example'])];
  const ports = [...new Set([443, 80, 1, ...model.externals.flatMap((e) => e.ports.map((p) => p.number))])];
  const ips = [...OUTSIDE, '169.254.169.254', ...model.externals.flatMap((e) => e.addresses.map((a) => a.split('/')[0])), ...(model.mesh.cluster.nodeLocalDns === undefined ? [] : [model.mesh.cluster.nodeLocalDns])];
  return hosts.flatMap((host) => ports.flatMap((port) => ips.flatMap((ip) => (['http', 'tls', 'tcp'] as const).map((protocol) => ({ host, port, ip, protocol })))));
}
