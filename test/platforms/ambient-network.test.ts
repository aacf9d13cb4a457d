import type { CallerModel, DataPlaneName, NamespaceModel, ServiceModel } from '../../src/model/model';
import { AMBIENT, GATEWAY, HBONE, podsOf } from './ambient-fixtures';
import { body, calledBy, edge, port, render, service, toPort } from './fixtures';

describe('NetworkPolicy opens what is dialled', () => {
  const TARGET = { protocol: 'TCP', port: 8080 };
  const plane = (dataPlane: DataPlaneName, from?: DataPlaneName): Partial<ServiceModel> => ({ dataPlane, ...(from ? { migratingFrom: from } : {}) });
  // Somebody is ambient in each of these meshes.
  const ambientElsewhere: NamespaceModel = { id: 'other', construct: 'other/ns', owned: true, dataPlane: 'ambient' };

  test.each<[string, Partial<ServiceModel>, string, Partial<ServiceModel>, readonly object[]]>([
    ['ambient', plane('ambient'), 'ambient', plane('ambient'), [HBONE]],
    ['a sidecar', plane('sidecar'), 'ambient', plane('ambient'), [HBONE]],
    ['nothing', plane('none'), 'ambient', plane('ambient'), [TARGET]],
    ['ambient', plane('ambient'), 'a sidecar', plane('sidecar'), [HBONE]],
    ['a sidecar', plane('sidecar'), 'a sidecar', plane('sidecar'), [TARGET]],
    ['nothing', plane('none'), 'a sidecar', plane('sidecar'), [TARGET]],
    ['ambient', plane('ambient'), 'nothing', plane('none'), [TARGET]],
    ['a sidecar', plane('sidecar'), 'nothing', plane('none'), [TARGET]],
    ['a sidecar that becomes ambient', plane('ambient', 'sidecar'), 'a sidecar', plane('sidecar'), [TARGET, HBONE]],
    ['a sidecar', plane('sidecar'), 'a sidecar that becomes ambient', plane('ambient', 'sidecar'), [TARGET, HBONE]],
    ['ambient', plane('ambient'), 'a sidecar that becomes ambient', plane('ambient', 'sidecar'), [HBONE]],
    ['nothing that becomes ambient', plane('ambient', 'none'), 'ambient', plane('ambient'), [TARGET, HBONE]],
  ])('by %s (%j) of %s (%j)', (_, caller, __, callee, ports) => {
    const services = [service('shop/callee', [port('http', 8080)], callee), service('web/caller', [], caller)];
    const objects = render({ namespaces: [ambientElsewhere], services, edges: [edge('shop/callee', calledBy('web/caller'), toPort('http', 8080))] });
    expect(body(objects, 'NetworkPolicy shop/callee-ingress')).toHaveProperty('ingress.0', { from: [podsOf('web', 'caller')], ports });
    expect((body(objects, 'NetworkPolicy web/caller-egress') as { egress: unknown[] }).egress).toContainEqual({ to: [podsOf('shop', 'callee')], ports });
  });

  const identity = (role: 'ingress-gateway' | 'prometheus', dataPlane?: DataPlaneName): CallerModel => ({ ...GATEWAY, role, ...(dataPlane ? { dataPlane } : {}) });
  const anyone: CallerModel = { kind: 'anyone', reason: 'public' };

  test.each<[string, CallerModel, DataPlaneName, 'strict' | 'permissive', readonly object[]]>([
    ['a gateway', identity('ingress-gateway'), 'ambient', 'strict', [HBONE]],
    ['a gateway', identity('ingress-gateway'), 'sidecar', 'strict', [TARGET]],
    ['an identity of the callee\'s plane', identity('prometheus'), 'ambient', 'strict', [HBONE]],
    ['an identity of the callee\'s plane', identity('prometheus'), 'sidecar', 'strict', [TARGET]],
    ['an ambient identity', identity('prometheus', 'ambient'), 'sidecar', 'strict', [HBONE]],
    ['an identity in a sidecar', identity('prometheus', 'sidecar'), 'ambient', 'strict', [HBONE]],
    ['addresses', { kind: 'addresses', role: 'kubelet', cidrs: ['10.2.0.0/16'], except: [] }, 'ambient', 'permissive', [TARGET]],
    ['anyone', anyone, 'ambient', 'strict', [HBONE]],
    ['anyone', anyone, 'ambient', 'permissive', [TARGET, HBONE]],
    ['anyone', anyone, 'sidecar', 'strict', [TARGET, HBONE]],
    ['a namespace with a sidecar among its ambient services', { kind: 'namespace', namespace: 'mixed' }, 'sidecar', 'strict', [TARGET, HBONE]],
  ])('by %s of %j (%s, %s)', (_, caller, dataPlane, mtls, ports) => {
    const services = [service('shop/callee', [port('http', 8080, mtls)], { dataPlane }), service('mixed/a', [], { dataPlane: 'sidecar' })];
    const namespaces: NamespaceModel[] = [ambientElsewhere, { id: 'mixed', construct: 'mixed/ns', owned: true, dataPlane: 'ambient' }];
    const objects = render({ namespaces, services, edges: [edge('shop/callee', caller, toPort('http', 8080))] });
    expect(body(objects, 'NetworkPolicy shop/callee-ingress')).toHaveProperty('ingress.0.ports', ports);
  });

  test('a caller of one plane dials what that plane dials, whatever its namespace\'s grant opens for others', () => {
    const services = [service('shop/callee', [port('http', 8080)]), service('mixed/a', []), service('mixed/b', [], { dataPlane: 'ambient' })];
    const namespaces: NamespaceModel[] = [{ id: 'mixed', construct: 'mixed/ns', owned: true, dataPlane: 'ambient' }];
    const objects = render({ namespaces, services, edges: [edge('shop/callee', { kind: 'namespace', namespace: 'mixed' }, toPort('http', 8080))] });
    expect(body(objects, 'NetworkPolicy mixed/a-egress')).toHaveProperty('egress.2.ports', [TARGET]);
    expect(body(objects, 'NetworkPolicy mixed/b-egress')).toHaveProperty('egress.1.ports', [HBONE]);
  });

  test('UDP is dialled as it is, and does not open the tunnel', () => {
    const edges = [edge('shop/redis', calledBy('web/frontend'), toPort('udp', 9000))];
    expect(body(render({ ...AMBIENT, edges }), 'NetworkPolicy shop/redis-ingress')).toHaveProperty('ingress.0.ports', [{ protocol: 'UDP', port: 9000 }]);
    const both = [edge('shop/redis', calledBy('web/frontend'), toPort('tcp', 6379), toPort('udp', 9000))];
    expect(body(render({ ...AMBIENT, edges: both }), 'NetworkPolicy shop/redis-ingress')).toHaveProperty('ingress.0.ports', [{ protocol: 'UDP', port: 9000 }, HBONE]);
  });
});
