import { ApiObject, Chart } from 'cdk8s';
import {
  Access, Anyone, DataPlane, GatewayListener, HttpPath, IngressGateway, IngressGatewayPods, MeshNamespace, MeshService, ServicePort, Waypoint,
} from '../../../src';
import { ANY_PODS, golden, Shop } from '../golden';

/** Sidecars, a gateway and a waypoint log to a provider that the MeshConfig has. In the twin one Service's calls are not logged at the waypoint. */
export const { build, twin } = golden((app, wrong) => {
  const log = { accessLogProviders: ['file-log'] };
  const shop = new Shop(app, { accessLogProviders: ['audit-log'] }, { ...log, ...ANY_PODS });
  const { mesh } = shop;
  const gateway = IngressGateway.fromIdentity('shop', 'edge', { podLabels: { istio: 'edge' } });
  shop.service('frontend', { ports: [ServicePort.http(80, { targetPort: 8080 })] })
    .allowFrom(gateway, { access: [Access.httpSafeMethods(HttpPath.exact('/'))] });
  new IngressGatewayPods(shop, 'edge', { mesh, gateway, listeners: [GatewayListener.tcp(8443, Anyone.because('the public shop'))] });

  const stock = new Chart(app, 'stock', { namespace: 'stock' });
  new MeshNamespace(stock, 'namespace', { mesh, ...log, dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() });
  const counter = new MeshService(stock, 'counter', { deployedElsewhere: true });
  new MeshService(stock, 'catalog', { ports: [ServicePort.http(80, { targetPort: 8080 })], deployedElsewhere: true })
    .allowFrom(counter, { access: [Access.httpSafeMethods(HttpPath.under('/items'))] });

  new ApiObject(new Chart(app, 'istio', { namespace: 'istio-system' }), 'mesh-config', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'istio' },
    ...{
      data: {
        mesh: [
          'defaultProviders: {accessLogging: [audit-log], metrics: [prometheus]}',
          'extensionProviders:',
          '- {name: audit-log, envoyOtelAls: {service: otel.telemetry.svc.cluster.local, port: 4317}}',
          '- {name: file-log, envoyFileAccessLog: {path: /dev/stdout}}',
        ].join('\n'),
      },
    },
  });
  if (wrong) {
    new ApiObject(stock, 'quiet', {
      apiVersion: 'telemetry.istio.io/v1',
      kind: 'Telemetry',
      metadata: { name: 'quiet' },
      ...{ spec: { targetRefs: [{ group: '', kind: 'Service', name: 'catalog' }], accessLogging: [{ disabled: true }] } },
    });
  }
});
