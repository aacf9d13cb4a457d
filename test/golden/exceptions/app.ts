import { Access, Anyone, Assumption, Cidr, HttpPath, MeshNamespace, PortMtls, ServicePort } from '../../../src';
import type { MeshProps } from '../../../src';
import { golden, Shop } from '../golden';

/** Every way to be wider than by default, each with its reason, its end and whoever answers for it. */
export function declareExceptions(shop: Shop): void {
  const batch = { reason: 'batch hosts join the mesh next quarter', expires: '2026-12-31', owner: 'team batch' };
  const orders = shop.service('orders', {
    ports: [
      ServicePort.http(80, { targetPort: 8080 }),
      ServicePort.tcp(9000, { mtls: PortMtls.permissive(batch) }),
      ServicePort.https(443, { targetPort: 8443, mtls: PortMtls.disable({ reason: 'ends TLS itself', owner: 'team edge' }) }),
    ],
    excludedInboundPorts: [9100],
    excludedInboundPortsBecause: { reason: 'old agent scrapes in plaintext', expires: '2026-12-24', owner: 'team metrics' },
  });
  orders.allowFrom(shop.service('frontend'), { access: [Access.http({ ports: [80], paths: [HttpPath.under('/orders')] }), Access.ports(9000)] });
  orders.allowFrom(Cidr.of('192.168.0.0/16'), { access: [Access.tcp(9000)], reason: 'branch offices' });
  orders.allowFrom(Cidr.of('172.16.0.0/12'), { access: [Access.tcp(9000, 443)], ...batch, reason: 'batch hosts' });
  orders.allowFrom(Anyone.because('status page'), { access: [Access.http({ ports: [80], paths: [HttpPath.exact('/status')] })], expires: '2026-12-15', owner: 'team edge' });
  orders.allowFrom(MeshNamespace.fromName(shop, 'tools', { mesh: shop.mesh, name: 'tools' }), { access: [Access.httpSafeMethods()], reason: 'probers', expires: '2027-01-31' });
  orders.acknowledge(Assumption.BACKENDS_DO_NOT_DECODE_SLASHES, { reason: 'router matches the raw path', owner: 'team orders', expires: '2027-03-31' });
}

export const shopOn = (asOf: string | undefined): MeshProps => (asOf === undefined ? {} : { asOf });

// The twin does not say which day it is.
export const { build, twin } = golden((app, wrong) => declareExceptions(new Shop(app, shopOn(wrong ? undefined : '2026-11-30'))));
