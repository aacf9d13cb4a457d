import { ApiObject } from 'cdk8s';
import { Access, Condition, HttpPath, JwtIssuer, PortMtls, ServicePort, SpiffeIdentity } from '../../../src';
import { golden, Shop } from '../golden';
import { EC_KEYS } from '../token-keys';

/** The mesh gets another trust domain. Until the day istiod takes identities of the former one for the same, and so does what is declared. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, {
    asOf: '2026-11-30',
    trustDomain: 'prod.example.com',
    trustDomainMigration: { fromTrustDomain: 'cluster.local', expires: '2026-12-31', reason: 'every environment gets its own', owner: 'platform team' },
  });
  const frontend = shop.service('frontend');
  const invoices = SpiffeIdentity.of('spiffe://prod.example.com/ns/billing/sa/invoices', { podLabels: { app: 'invoices' } });
  const orders = shop.service('orders', {
    ports: [ServicePort.http(80, { targetPort: 8080 }), ServicePort.tcp(9000, { mtls: PortMtls.permissive({ reason: 'batch hosts without a proxy' }) })],
    requireJwt: { issuers: [JwtIssuer.withKeys('https://idp.example', EC_KEYS)] },
  });
  orders.allowFrom(frontend, { access: [Access.http({ ports: [80], paths: [HttpPath.under('/orders')] })], when: [Condition.jwtClaim('groups', 'customer')] });
  orders.allowFrom(invoices, { access: [Access.http({ ports: [80], paths: [HttpPath.under('/invoices')] })], reason: 'invoicing' });
  if (wrong) {
    // To istiod the former trust domain is an alias: this names the frontend as well.
    new ApiObject(shop, 'kept', {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'kept' },
      spec: {
        selector: { matchLabels: orders.podLabels },
        rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/frontend'] } }], to: [{ operation: { ports: ['8080'] } }] }],
      },
    });
  }
});
