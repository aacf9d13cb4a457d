import { Access, DataPlane, Prometheus, Scrape, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

/** One Prometheus with a certificate of the mesh and one without, at a service with sidecars and at an ambient one. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const inMesh = Prometheus.fromIdentity('monitoring', 'prometheus', { podLabels: { app: 'prometheus' }, dataPlane: DataPlane.SIDECAR });
  const outside = Prometheus.fromIdentity('metrics', 'collector', { podLabels: { app: 'collector' }, dataPlane: DataPlane.NONE });

  const catalog = shop.service('catalog', {
    ports: [ServicePort.http(80, { targetPort: 8080 }), ServicePort.http(9102)],
    excludedInboundPorts: [9103],
    excludedInboundPortsBecause: { reason: 'the exporter beside it speaks to nobody but Prometheus' },
  });
  catalog.allowFrom(shop.service('frontend'), { access: [Access.ports(80)] });
  catalog.allowScrapes(inMesh, Scrape.ofPath(9102));
  catalog.allowScrapes(outside, Scrape.merged({ reason: 'the collector has no certificate', owner: 'platform team' }));
  catalog.allowScrapes(outside, Scrape.pastProxy(wrong ? 9102 : 9103, { reason: 'the exporter has no other port' }));
  catalog.allowScrapes(outside, Scrape.pastProxy(15090, { reason: 'metrics of Envoy alone' }));

  const search = shop.service('search', { ports: [ServicePort.http(9102)], dataPlane: DataPlane.AMBIENT });
  search.allowScrapes(Prometheus.fromIdentity('observability', 'prometheus', { podLabels: { app: 'prometheus' } }), Scrape.ofPort(9102));
});
