import { App } from 'cdk8s';
import { Access, Anyone, Cidr, DataPlane, HttpMethod, HttpPath, type ICaller, LoadBalancer, type MeshProps, PortMtls, ServicePort } from '../../src';
import { readText } from '../../src/manifest';
import { prove, type ProofResult } from '../../src/proof';
import { Shop } from '../golden/golden';

const CLUSTER = { loadBalancerCidrs: ['10.0.0.0/24', '10.0.1.0/24'] };
const PERMISSIVE = { mtls: PortMtls.permissive({ reason: 'load balancers know no mesh' }) };
const HTTP = ServicePort.http(80, { targetPort: 8080, ...PERMISSIVE });
const TARGETS = 'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type: ip';
const HEALTH = Access.http({ methods: [HttpMethod.GET], paths: [HttpPath.exact('/healthz')] });

/** In the cluster already, so that only the proof can know. */
const publicService = (annotations = TARGETS, namespace = 'shop'): string => `
apiVersion: v1
kind: Service
metadata: {name: public, namespace: ${namespace}, annotations: {${annotations}}}
spec: {type: LoadBalancer, selector: {app.kubernetes.io/name: web}, ports: [{name: http, port: 443, targetPort: 8080}]}`;

interface Case {
  readonly mesh?: MeshProps;
  readonly port?: ServicePort;
  readonly caller?: ICaller;
  readonly access?: Access[];
  readonly dataPlane?: DataPlane;
  readonly quarantine?: true;
  readonly existing?: string;
}

function proved({ mesh = { cluster: CLUSTER }, port = HTTP, caller, access, dataPlane, quarantine, existing = publicService() }: Case): ProofResult {
  const shop = new Shop(new App(), mesh, dataPlane === undefined ? {} : { dataPlane });
  const web = shop.service('web', { ports: [port] });
  if (caller !== undefined) web.allowFrom(caller, { access, reason: 'clients' });
  if (quarantine) web.quarantine({ reason: 'leaks' });
  const { manifests } = shop.mesh._synthesis.readBack();
  const read = readText(existing, 'existing.yaml');
  expect(read.problems).toEqual([]);
  return prove({
    model: shop.mesh._synthesis.index().model,
    manifests: { objects: [...manifests.objects, ...read.manifests.objects], unread: [...manifests.unread, ...read.manifests.unread] },
  });
}

const HEALTH_CHECKS = LoadBalancer.healthChecks();
const WHO = (at: string): string => `the load balancer${at}, which Service shop/public leads to pods (${TARGETS}),`;
const BY_POLICY = (at: string, port = 8080): string => (
  `ingress-policy keeps ${WHO(at)} from what is declared: to connect to shop/web:${port}: NetworkPolicy shop/default-deny (construct shop/namespace/DefaultDeny), NetworkPolicy shop/web-ingress (construct shop/web/IngressPolicy)`
);

test.each<[string, Case, string[]]>([
  ['nothing lets it in', {}, [`${BY_POLICY(' at 10.0.0.0')} (and 1 more like it)`]],
  ['it is let in from one of its subnets', { caller: Cidr.of('10.0.0.0/24') }, [BY_POLICY(' at 10.0.1.0')]],
  ['its addresses are not known', { mesh: {} }, [BY_POLICY('')]],
  ['it asks another port than it sends clients to', {
    caller: HEALTH_CHECKS, existing: publicService(`${TARGETS}, service.beta.kubernetes.io/aws-load-balancer-healthcheck-port: '9000'`),
  }, [`${BY_POLICY(' at 10.0.0.0', 9000)} (and 1 more like it)`]],
  ['the pods take mutual TLS alone', { port: ServicePort.http(80, { targetPort: 8080 }), caller: Anyone.because('open') }, [
    `mtls keeps ${WHO(' at 10.0.0.0')} from what is declared: to connect to shop/web:8080: PeerAuthentication shop/default spec.mtls.mode (construct shop/namespace/PeerAuthentication) (and 1 more like it)`,
  ]],
])('a load balancer whose pods do not answer sends them nobody: %s', (_, given, texts) => {
  const { verdict, refutations } = proved(given);
  expect(verdict).toBe('refuted');
  expect(refutations.map((r) => r.text)).toEqual(texts);
  const repair = 'let shop/web allow `LoadBalancer.healthChecks()` at that port, or have the load balancer lead to nodes';
  expect(refutations.map((r) => r.repair)).toEqual(texts.map(() => repair));
});

test.each<[string, Case]>([
  ['it is allowed', { caller: HEALTH_CHECKS }],
  ['it is allowed what it asks for', { caller: HEALTH_CHECKS, access: [HEALTH] }],
  ['anyone is, in plaintext, too', { caller: Anyone.because('open') }],
  ['it is allowed at ambient pods', { caller: HEALTH_CHECKS, dataPlane: DataPlane.AMBIENT }],
  ['the service is in quarantine', { caller: HEALTH_CHECKS, quarantine: true }],
  ['it leads to nodes', { existing: publicService('a: b') }],
  ['it leads to pods of somebody else', { existing: publicService(TARGETS, 'other') }],
])('otherwise there is nothing to say: %s', (_, given) => {
  expect(proved(given).refutations.map((r) => r.text)).toEqual([]);
});
