import type { ServiceModel } from '../../src/model/model';
import { AMBIENT, CATALOG, DNS, EGRESS, FRONTEND, GATEWAY, GET, HBONE, ISTIOD, PROBES, REDIS, SHOP, pods, podsOf, principals, via, waypointPods } from './ambient-fixtures';
import { body, calledBy, edge, external, nameOf, render, service, toPort } from './fixtures';

describe('egress', () => {
  const externals = [
    { ...external('web/frontend', 'api.example', [{ number: 443, protocol: 'https' }]), through: EGRESS },
    { ...external('shop/redis', 'api.example', [{ number: 80, protocol: 'http' }]), through: EGRESS },
    { ...external('shop/redis', 'db.example', [{ number: 5432, protocol: 'tcp' }], ['203.0.113.0/24']), through: EGRESS },
  ];
  const objects = render({ ...AMBIENT, services: [REDIS, FRONTEND], externals, egressWaypoint: EGRESS });

  test('a host is one ServiceEntry of the egress namespace behind its waypoint, with the ports of all callers and no addresses', () => {
    const entry = objects.find((o) => nameOf(o) === 'ServiceEntry egress/api.example');
    expect(entry?.metadata.labels).toMatchObject({ 'istio.io/use-waypoint': 'egress' });
    expect(body(objects, 'ServiceEntry egress/api.example')).toEqual({
      hosts: ['api.example'],
      ports: [{ number: 80, name: 'http-80', protocol: 'HTTP' }, { number: 443, name: 'tls-443', protocol: 'TLS' }],
      location: 'MESH_EXTERNAL', resolution: 'DNS', exportTo: ['.'],
    });
    expect(body(objects, 'ServiceEntry egress/db.example')).not.toHaveProperty('addresses');
    expect(objects.filter(({ kind }) => kind === 'ServiceEntry')).toHaveLength(2);
  });

  test('each caller is admitted to its own ports of the host', () => {
    expect(body(objects, 'AuthorizationPolicy egress/api.example-callers')).toEqual({
      targetRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'api.example' }],
      action: 'ALLOW',
      rules: [
        { from: principals('cluster.local/ns/shop/sa/redis'), to: [{ operation: { ports: ['80'] } }] },
        { from: principals('cluster.local/ns/web/sa/frontend'), to: [{ operation: { ports: ['443'] } }] },
      ],
    });
  });

  test('callers reach the waypoint alone, and only the waypoint reaches the host', () => {
    expect(body(objects, 'NetworkPolicy web/frontend-egress')).toHaveProperty('egress', [DNS, { to: [waypointPods('egress', 'egress')], ports: [HBONE] }]);
    expect(body(objects, 'NetworkPolicy shop/redis-egress')).toHaveProperty('egress', [DNS, { to: [waypointPods('egress', 'egress')], ports: [HBONE] }]);
    expect(body(objects, 'NetworkPolicy egress/egress-ingress')).toHaveProperty('ingress', [
      { from: [podsOf('shop', 'redis')], ports: [HBONE] }, { from: [podsOf('web', 'frontend')], ports: [HBONE] },
    ]);
    expect(body(objects, 'NetworkPolicy egress/egress-egress')).toHaveProperty('egress', [
      DNS, ISTIOD,
      { to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/16', '10.1.0.0/16', '10.2.0.0/16', '168.63.129.16/32', '169.254.0.0/16'] } }], ports: [{ protocol: 'TCP', port: 80 }, { protocol: 'TCP', port: 443 }] },
      { to: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: [{ protocol: 'TCP', port: 5432 }] },
    ]);
  });

  test('of a host whose callers know addresses, those of all are open; if one knows none, the host may be anywhere', () => {
    const two = (addresses: readonly string[]) => [
      { ...external('web/frontend', 'api.example', [{ number: 443, protocol: 'https' as const }], ['203.0.113.9/32']), through: EGRESS },
      { ...external('shop/redis', 'api.example', [{ number: 443, protocol: 'https' as const }], addresses), through: EGRESS },
    ];
    const rule = (addresses: readonly string[]) => (body(render({ ...AMBIENT, externals: two(addresses), egressWaypoint: EGRESS }), 'NetworkPolicy egress/egress-egress') as { egress: { to: unknown[] }[] }).egress[2].to;
    expect(rule(['203.0.113.5/32'])).toEqual([{ ipBlock: { cidr: '203.0.113.5/32' } }, { ipBlock: { cidr: '203.0.113.9/32' } }]);
    expect(rule([])).toMatchObject([{ ipBlock: { cidr: '0.0.0.0/0' } }]);
  });

  test('sidecar callers keep a ServiceEntry of their own', () => {
    const sidecar = service('web/legacy', []);
    const mixed = render({ ...AMBIENT, services: [REDIS, FRONTEND, sidecar], externals: [...externals, external('web/legacy', 'old.example', [{ number: 443, protocol: 'https' }])], egressWaypoint: EGRESS });
    expect(mixed.filter(({ kind }) => kind === 'ServiceEntry').map(nameOf)).toEqual(['ServiceEntry web/old.example', 'ServiceEntry egress/api.example', 'ServiceEntry egress/db.example']);
    expect(body(mixed, 'Sidecar web/legacy')).toHaveProperty('egress.0.hosts', ['./old.example']);
  });
});

describe('a service that moves from sidecars to ambient', () => {
  const moving: ServiceModel = { ...CATALOG, migratingFrom: 'sidecar' };
  const caller = service('web/frontend', []);
  const edges = [
    edge('shop/catalog', calledBy('web/frontend'), via(toPort('tcp', 6379), 'direct')),
    edge('shop/catalog', calledBy('shop/redis'), via(toPort('http', 8080, GET), 'waypoint')),
    edge('shop/catalog', GATEWAY, via(toPort('http', 8080, GET), 'direct')),
  ];
  const objects = render({ namespaces: [{ ...SHOP, migratingFrom: 'sidecar' }], services: [moving, caller, REDIS], edges });

  test('has what each of the two reads', () => {
    expect(objects.map(nameOf).filter((name) => name.includes('shop/catalog'))).toEqual([
      'ServiceAccount shop/catalog', 'Service shop/catalog', 'NetworkPolicy shop/catalog-ingress', 'NetworkPolicy shop/catalog-egress',
      'AuthorizationPolicy shop/catalog-callers', 'AuthorizationPolicy shop/catalog-waypoint', 'Sidecar shop/catalog',
    ]);
    expect(body(objects, 'AuthorizationPolicy shop/catalog-callers')).toHaveProperty('rules', [
      { from: principals('cluster.local/ns/shop/sa/waypoint'), to: [{ operation: { ports: ['8080'] } }] },
      { from: principals('cluster.local/ns/ingress/sa/edge'), to: [{ operation: { ports: ['8080'], methods: ['GET'], paths: ['/items'] } }] },
      { from: principals('cluster.local/ns/web/sa/frontend'), to: [{ operation: { ports: ['6379'] } }] },
    ]);
  });

  test('opens the ports of both, and its sidecars reach istiod', () => {
    expect(body(objects, 'NetworkPolicy shop/catalog-ingress')).toHaveProperty('ingress', [
      { from: [pods('ingress', { istio: 'edge' })], ports: [{ protocol: 'TCP', port: 8080 }, HBONE] },
      { from: [podsOf('web', 'frontend')], ports: [{ protocol: 'TCP', port: 6379 }, HBONE] },
      { from: [waypointPods('shop', 'waypoint')], ports: [HBONE] },
      PROBES,
    ]);
    expect(body(objects, 'NetworkPolicy shop/catalog-egress')).toHaveProperty('egress', [DNS, ISTIOD]);
  });

  test('is in a namespace whose new pods are ambient', () => {
    expect(objects[0].metadata.labels).toMatchObject({ 'istio-injection': 'disabled', 'istio.io/dataplane-mode': 'ambient' });
  });
});
