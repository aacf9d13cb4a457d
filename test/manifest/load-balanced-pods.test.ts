import { readObjects } from '../../src/manifest';
import { type LoadBalancedPort, loadBalancedPods } from '../../src/manifest/load-balanced-pods';

const NLB = 'service.beta.kubernetes.io/aws-load-balancer';
const ALB = 'alb.ingress.kubernetes.io';
const IP = { [`${NLB}-nlb-target-type`]: 'ip' };
const PORTS = [{ name: 'http', port: 80, targetPort: 8080 }, { name: 'dns', port: 53, protocol: 'UDP' }];

const service = (annotations: Record<string, string>, spec: object = {}): object => (
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop', annotations }, spec: { ports: PORTS, selector: { app: 'web' }, ...spec } }
);
const balanced = (annotations: Record<string, string>, spec: object = {}): object => service(annotations, { type: 'LoadBalancer', ...spec });
const ingress = (annotations: Record<string, string>, spec: object): object => (
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'public', namespace: 'shop', annotations }, spec }
);
const backend = (port: object, name = 'web'): object => ({ service: { name, port } });
const path = (port: object, name?: string): object => ({ rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: backend(port, name) }] } }] });

function found(...values: object[]): readonly LoadBalancedPort[] {
  const { manifests, problems } = readObjects(values.map((value, i) => ({ value, construct: `app/${i}` })));
  expect(problems).toEqual([]);
  return loadBalancedPods(manifests.objects.map(({ object }) => object));
}

const WEB = { namespace: 'shop', name: 'web', port: 80 };

test.each<[string, object[], Omit<LoadBalancedPort, 'service'>[]]>([
  ['a network load balancer with ip targets', [balanced(IP)], [{ object: 'Service shop/web', because: `${NLB}-nlb-target-type: ip` }]],
  ['the older way to say so', [balanced({ [`${NLB}-type`]: 'nlb-ip' })], [{ object: 'Service shop/web', because: `${NLB}-type: nlb-ip` }]],
  ['the default of EKS Auto Mode', [balanced({}, { loadBalancerClass: 'eks.amazonaws.com/nlb' })], [{ object: 'Service shop/web', because: 'loadBalancerClass: eks.amazonaws.com/nlb' }]],
  ['health is asked for elsewhere', [balanced({ ...IP, [`${NLB}-healthcheck-port`]: '15021' })],
    [{ object: 'Service shop/web', because: `${NLB}-nlb-target-type: ip`, healthPort: 15021 }]],
  ['health is asked for where traffic goes', [balanced({ ...IP, [`${NLB}-healthcheck-port`]: 'traffic-port' })], [{ object: 'Service shop/web', because: `${NLB}-nlb-target-type: ip` }]],
  ['endpoint groups of GKE that stand alone', [service({ 'cloud.google.com/neg': '{"exposed_ports":{"80":{},"443":{}}}' })],
    [{ object: 'Service shop/web', because: 'exposed_ports of cloud.google.com/neg' }]],
  ['endpoint groups of GKE behind an Ingress', [service({ 'cloud.google.com/neg': '{"ingress": true}' }), ingress({}, path({ number: 80 }))],
    [{ object: 'Ingress shop/public', because: 'ingress of cloud.google.com/neg' }]],
  ['an application load balancer with ip targets', [service({}), ingress({ [`${ALB}/target-type`]: 'ip' }, path({ name: 'http' }))],
    [{ object: 'Ingress shop/public', because: `${ALB}/target-type: ip` }]],
  ['its Service says so', [service({ [`${ALB}/target-type`]: 'ip' }), ingress({ [`${ALB}/healthcheck-port`]: '9000' }, { defaultBackend: backend({ number: 80 }) })],
    [{ object: 'Ingress shop/public', because: `${ALB}/target-type: ip`, healthPort: 9000 }]],
])('pods are asked by: %s', (_, objects, expected) => {
  expect(found(...objects)).toEqual(expected.map((e) => ({ ...e, service: WEB })));
});

test.each<[string, object[]]>([
  ['a load balancer that leads to nodes', [balanced({})]],
  ['a Service that has none', [service(IP)]],
  ['EKS Auto Mode, told otherwise', [balanced({ [`${NLB}-nlb-target-type`]: 'instance' }, { loadBalancerClass: 'eks.amazonaws.com/nlb' })]],
  ['groups for an Ingress that is not there', [service({ 'cloud.google.com/neg': '{"ingress": true}' })]],
  ['an annotation that is no JSON', [service({ 'cloud.google.com/neg': '{ingress' }), ingress({}, path({ number: 80 }))]],
  ['an annotation that is no map', [service({ 'cloud.google.com/neg': '3' }), ingress({}, path({ number: 80 }))]],
  ['an Ingress that leads to nodes', [service({}), ingress({ [`${ALB}/target-type`]: 'instance' }, path({ number: 80 }))]],
  ['a Service that wants nodes asked', [service({ [`${ALB}/target-type`]: 'instance' }), ingress({ [`${ALB}/target-type`]: 'ip' }, path({ number: 80 }))]],
  ['a port that the Service does not have', [service({}), ingress({ [`${ALB}/target-type`]: 'ip' }, path({ number: 81 }))]],
  ['a Service that is not there', [service({}), ingress({ [`${ALB}/target-type`]: 'ip' }, path({ number: 80 }, 'other'))]],
  ['an Ingress of other backends', [service({}), ingress({ [`${ALB}/target-type`]: 'ip' }, { defaultBackend: { resource: {} }, rules: [{ host: 'a.example' }] })]],
])('pods are not known to be asked by: %s', (_, objects) => {
  expect(found(...objects)).toEqual([]);
});
