import * as fc from 'fast-check';
import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { Mesh, MeshNamespace, MeshService, ServicePort } from '../../src';
import { carries, sharedLabels } from '../../src/resolve/adoption/pod-labels';
import type { WorkloadFact } from '../../src/resolve/app-facts';

const labels = fc.dictionary(fc.constantFrom('app', 'tier', 'track', 'helm.sh/chart', 'app.kubernetes.io/version', 'pod-template-hash'), fc.constantFrom('a', 'b'));
const workload = fc.tuple(labels, fc.option(fc.subarray(['app', 'tier', 'track']), { nil: undefined })).map(([of, selected]): WorkloadFact => ({
  kind: 'Deployment', name: 'w', namespace: 'shop', labels: of, annotations: {}, serviceAccountName: 'w', hostNetwork: false, construct: 'w',
  ...(selected === undefined ? {} : { selector: Object.fromEntries(selected.flatMap((key) => (of[key] === undefined ? [] : [[key, of[key]]]))) }),
}));
const workloads = fc.array(workload, { minLength: 1, maxLength: 4 });

test('the labels that are taken from workloads are on the pods of all of them', () => {
  fc.assert(fc.property(workloads, (all) => all.every((w) => carries(w.labels, sharedLabels(all)))));
});

test('none of them changes with a release, unless a workload selects by it', () => {
  fc.assert(fc.property(workloads, (all) => {
    const taken = Object.keys(sharedLabels(all));
    return taken.every((key) => ['app', 'tier', 'track'].includes(key));
  }));
});

test('the order in which workloads are given makes no difference', () => {
  fc.assert(fc.property(workloads, (all) => {
    expect(JSON.stringify(sharedLabels([...all].reverse()))).toBe(JSON.stringify(sharedLabels(all)));
  }));
});

test('a workload more takes labels away and adds none, where none selects by its own', () => {
  fc.assert(fc.property(workloads, workload, (all, one) => {
    const unselected = [...all, one].map((w): WorkloadFact => ({ ...w, selector: undefined }));
    expect(Object.keys(sharedLabels(unselected.slice(0, -1)))).toEqual(expect.arrayContaining(Object.keys(sharedLabels(unselected))));
  }));
});

const number = fc.integer({ min: 1024, max: 14_999 });
const ports = fc.uniqueArray(fc.record({ port: number, targetPort: number, protocol: fc.constantFrom('http', 'grpc', 'tcp') }), {
  minLength: 1, maxLength: 3, selector: (p) => p.port, comparator: (a, b) => a === b,
}).filter((all) => new Set(all.map((p) => p.targetPort)).size === all.length);

/** The policies of a service with these ports and one caller, whose workload is declared or adopted. */
function policies(of: readonly { readonly port: number; readonly targetPort: number; readonly protocol: string }[], adopted: boolean): unknown {
  const app = new App();
  const mesh = new Mesh(app, 'mesh');
  const shop = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(shop, 'ns', { mesh });
  const pods = { app: 'cart' };
  const made = new ApiObject(shop, 'deployment', {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'cart' },
    spec: { selector: { matchLabels: pods }, template: { metadata: { labels: pods }, spec: { serviceAccountName: 'cart', containers: [{ name: 'c', image: 'c' }] } } },
  });
  if (adopted) {
    const service = of.map(({ port, targetPort, protocol }) => ({ name: `${protocol}-${port}`, port, targetPort }));
    new ApiObject(shop, 'service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart' }, spec: { selector: pods, ports: service } });
  }
  const kinds = { http: ServicePort.http, grpc: ServicePort.grpc, tcp: ServicePort.tcp } as const;
  const cart = adopted
    ? MeshService.fromWorkloads(shop, 'cart', [made])
    : new MeshService(shop, 'cart', { podLabels: pods, ports: of.map((p) => kinds[p.protocol as keyof typeof kinds](p.port, { targetPort: p.targetPort })) });
  const web = new MeshService(shop, 'web', { deployedElsewhere: true });
  cart.allowFrom(web);
  return Testing.synth(shop).filter((o) => ['NetworkPolicy', 'AuthorizationPolicy', 'Sidecar', 'PeerAuthentication'].includes(o.kind));
}

test('an adopted service has the policies of one that declares the same', () => {
  fc.assert(fc.property(ports, (of) => {
    expect(policies(of, true)).toEqual(policies(of, false));
  }), { numRuns: 20 });
});
