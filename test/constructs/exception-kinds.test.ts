import { ExceptionKind, Mesh } from '../../src';
import { exceptionsFile } from '../../src/private/outputs/exceptions-file';
import { cases } from '../golden/cases';

interface Entry {
  readonly kind: string;
}

/** Each kind of exception as `exceptions.json` lists it: with reason, owner and last day, if it was given them, and the golden that declares it. */
const EACH: Readonly<Record<ExceptionKind, readonly [golden: string, entry: object]>> = {
  [ExceptionKind.ACKNOWLEDGED_ASSUMPTION]: ['exceptions', {
    service: 'shop/orders', assumption: 'backends-do-not-decode-slashes', what: 'backends-do-not-decode-slashes is taken for granted of shop/orders',
    reason: 'router matches the raw path', expires: '2027-03-31', owner: 'team orders', construct: 'shop/orders',
  }],
  [ExceptionKind.ACKNOWLEDGED_OBJECT]: ['acknowledged-policies', {
    object: 'NetworkPolicy shop/redis', namespace: 'shop', what: 'NetworkPolicy shop/redis opens more than is declared',
    reason: 'its chart writes it; the sidecar keeps everybody else out', expires: '2027-03-31', owner: 'team data', construct: 'mesh',
  }],
  [ExceptionKind.BREAK_GLASS]: ['break-glass', {
    service: 'shop/catalog', what: 'ops/toolbox may call shop/catalog for an emergency', reason: 'prices are wrong in production', expires: '2026-12-02',
    owner: 'team catalog', ticket: 'INC-4711', construct: 'shop/catalog',
  }],
  [ExceptionKind.CLOUD_METADATA]: ['cloud-metadata', {
    service: 'shop/uploader', what: 'shop/uploader may ask its node at 169.254.169.254/32 (metadata.cloud.internal)', reason: 'tokens of its Google service account',
    owner: 'storage team', construct: 'shop/uploader',
  }],
  [ExceptionKind.EXCLUDED_PORT]: ['exceptions', {
    service: 'shop/orders', targetPort: 9100, what: 'pod:shop/orders:9100 bypasses the proxy', reason: 'old agent scrapes in plaintext', expires: '2026-12-24',
    owner: 'team metrics', construct: 'shop/orders',
  }],
  [ExceptionKind.EXTERNAL_ANYWHERE]: ['external-https', {
    service: 'shop/catalog', what: 'NetworkPolicy lets shop/catalog out to every address outside the cluster for api.payments.example',
    reason: 'price in other currencies', construct: 'shop/catalog',
  }],
  [ExceptionKind.EXTERNAL_CA]: ['external-ca', {
    what: 'every proxy may reach the certificate authority at 198.51.100.0/30, 203.0.113.40/32 on port 8443', reason: 'issues the certificates of the mesh',
    owner: 'security team', construct: 'mesh',
  }],
  [ExceptionKind.FOREIGN_PODS]: ['foreign-pods', {
    service: 'shop/db', what: 'pods of CloudNativePG run as shop/db', reason: 'orders are kept here', owner: 'data team', construct: 'shop/namespace/db',
  }],
  [ExceptionKind.FORMER_IDENTITY]: ['identity-migration', {
    service: 'shop/orders', what: 'whoever runs under the service account default of shop is taken for shop/orders', reason: 'accounts of their own',
    expires: '2027-01-31', owner: 'shop team', construct: 'shop/orders',
  }],
  [ExceptionKind.GATEWAY_DESTINATION]: ['gateway-pods', {
    service: 'gateway ingress/gateway', what: 'gateway ingress/gateway may connect to pods of namespace billing with app=billing, port 8080',
    reason: 'declared in the repository of billing', construct: 'ingress/gateway',
  }],
  [ExceptionKind.LOAD_BALANCER]: ['gke-load-balancer', {
    service: 'shop/web', what: 'health checks, and what else load balancers send from 130.211.0.0/22, 35.191.0.0/16, may reach shop/web',
    reason: 'container-native load balancing', construct: 'shop/web',
  }],
  [ExceptionKind.NAMESPACE_CALLER]: ['exceptions', {
    service: 'shop/orders', what: 'any identity of namespace tools may call shop/orders', reason: 'probers', expires: '2027-01-31', construct: 'shop/orders',
  }],
  [ExceptionKind.OPEN_CALLER]: ['anyone', {
    service: 'shop/status', what: 'anyone may call shop/status', reason: 'public status page', construct: 'shop/status',
  }],
  [ExceptionKind.PATH_WITHOUT_TOKEN]: ['jwt-gateway', {
    service: 'gateway ingress/gateway', what: '/ of gateway ingress/gateway needs no token', reason: 'who has no token yet gets one there', owner: 'team web',
    construct: 'ingress/gateway',
  }],
  [ExceptionKind.PLAINTEXT_PORT]: ['exceptions', {
    service: 'shop/orders', targetPort: 8443, what: 'shop/orders:443 (pod port 8443) is plaintext only', reason: 'ends TLS itself', owner: 'team edge',
    construct: 'shop/orders',
  }],
  [ExceptionKind.PLAINTEXT_SCRAPE]: ['scrapes', {
    service: 'shop/catalog', targetPort: 15020, what: 'metrics/collector scrapes pod:shop/catalog:15020 in plaintext', reason: 'the collector has no certificate',
    owner: 'platform team', construct: 'shop/catalog',
  }],
  [ExceptionKind.ROLLOUT_STAGE]: ['rollout-pilot', {
    what: 'not enforced yet of namespace shop, which is at stage observe: mutual TLS, authorization, ingress NetworkPolicy, egress NetworkPolicy, egress scope',
    construct: 'shop/namespace',
  }],
  [ExceptionKind.SHARED_IDENTITY]: ['shared-identity', {
    service: 'shop/mailer', what: 'shop/mailer has one identity with shop/orders and shop/reports: what one of them may call, each of them may',
    reason: 'one chart, one account', expires: '2027-03-31', owner: 'orders team', construct: 'shop/mailer',
  }],
  [ExceptionKind.WHOLE_NAMESPACE_PODS]: ['whole-namespace-caller', {
    service: 'shop/catalog', what: 'NetworkPolicy admits all pods of namespace monitoring to shop/catalog for monitoring/prometheus', reason: 'metrics',
    owner: 'platform team', construct: 'shop/catalog',
  }],
  [ExceptionKind.WIDE_ADDRESSES]: ['exceptions', {
    service: 'shop/orders', what: 'all of 172.16.0.0/12 may reach shop/orders', reason: 'batch hosts', expires: '2026-12-31', owner: 'team batch',
    construct: 'shop/orders',
  }],
};

test.each(Object.entries(EACH))('%s is listed', (kind, [golden, entry]) => {
  const { exceptions } = exceptionsFile(Mesh.of(cases[golden].build())._registry.index().model) as { readonly exceptions: readonly Entry[] };
  expect(exceptions.find((e) => e.kind === kind)).toEqual({ kind, ...entry });
});
