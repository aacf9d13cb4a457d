import { App, Chart } from 'cdk8s';
import {
  Access, Anyone, ApiServer, Cidr, ExternalHost, HttpMethod, HttpPath, IngressGateway, Kubelet, Mesh, MeshNamespace, MeshService, PortMtls,
  Prometheus, ServicePort,
} from '../../src';
import { declaredTable, formatAccessTable } from '../../src/report';

/** Every kind of caller and every exception there is. */
function everything(): string {
  const app = new App();
  const cluster = {
    podCidrs: ['10.0.0.0/14'], serviceCidrs: ['10.4.0.0/20'], nodeCidrs: ['10.128.0.0/20'], apiServerCidrs: ['172.16.0.2/32'],
  };
  const mesh = new Mesh(app, 'mesh', { cluster });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(chart, 'ns', { mesh });
  const monitoring = MeshNamespace.fromName(chart, 'monitoring', { mesh, name: 'monitoring' });
  const web = new MeshService(chart, 'web', {
    ports: [
      ServicePort.http(80, { targetPort: 8080 }),
      ServicePort.http(9090, { mtls: PortMtls.permissive({ reason: 'scraped by a legacy agent' }) }),
      ServicePort.https(8443, { mtls: PortMtls.disable({ reason: 'webhooks bring TLS of their own' }) }),
    ],
    excludedInboundPorts: [15999],
    deployedElsewhere: true,
  });
  const db = new MeshService(chart, 'db', { ports: [ServicePort.tcp(5432), ServicePort.udp(5432)], deployedElsewhere: true });
  web.allowFrom(IngressGateway.fromIdentity('istio-ingress', 'edge', { wholeNamespace: true }), {
    access: [Access.http({ ports: [80], methods: [HttpMethod.GET], paths: [HttpPath.under('/product')], hosts: ['shop.example'] })], reason: 'customers',
  });
  web.allowFrom(Prometheus.fromIdentity('monitoring', 'prometheus', { podLabels: { app: 'prometheus' } }), { access: [Access.http({ ports: [9090], paths: [HttpPath.exact('/metrics')] })] });
  web.allowFrom(monitoring, { access: [Access.httpSafeMethods()], reason: 'probes from outside' });
  web.allowFrom(Kubelet.onNodes(), { access: [Access.ports(9090)] });
  web.allowFrom(ApiServer.onControlPlane(), { access: [Access.ports(8443)] });
  web.allowFrom(Cidr.of('10.0.0.0/8', { except: ['10.128.0.0/20'] }), { access: [Access.ports(8443)], reason: 'the old data centre' });
  web.allowFrom(Anyone.because('public status page'), { access: [Access.http({ ports: [9090], paths: [HttpPath.exact('/status')] })] });
  db.allowFrom(web, { access: [Access.tcp(5432)] });
  web.calls(ExternalHost.https('api.payments.example'), { reason: 'payment provider' });
  web.calls(ExternalHost.tcp('smtp.example', { ports: [25], addresses: ['198.51.100.25/32'] }));
  return formatAccessTable(declaredTable(mesh._synthesis.index().model));
}

test('every kind of caller, external hosts, and exceptions with their reasons', () => {
  expect(everything()).toMatchInlineSnapshot(`
"shop/db:5432
  shop/web  everything

shop/db:5432/UDP
  nobody

shop/web:80 (pod port 8080)
  any identity of namespace monitoring  GET, HEAD, OPTIONS
  istio-ingress/edge                    GET /product, /product/* host shop.example, shop.example:*

shop/web:8443
  10.0.0.0/8 except 10.128.0.0/20  everything
  api-server 172.16.0.2/32         everything

shop/web:9090
  any identity of namespace monitoring  GET, HEAD, OPTIONS
  anyone                                /status
  kubelet 10.128.0.0/20                 everything
  monitoring/prometheus                 /metrics

External hosts
  shop/web -> api.payments.example:443 (https)
  shop/web -> smtp.example:25 (tcp)

Exceptions
  NetworkPolicy admits all pods of namespace istio-ingress to shop/web for istio-ingress/edge: customers
  NetworkPolicy lets shop/web out to every address outside the cluster for api.payments.example: payment provider
  all of 10.0.0.0/8 may reach shop/web: the old data centre
  any identity of namespace monitoring may call shop/web: probes from outside
  anyone may call shop/web: public status page
  pod:shop/web:15999 bypasses the proxy
  pods, which have addresses in 10.0.0.0/8, too, may reach shop/web as 10.0.0.0/8 except 10.128.0.0/20: the old data centre
  shop/web:8443 is plaintext only: webhooks bring TLS of their own
  shop/web:9090 accepts plaintext: scraped by a legacy agent
"
`);
});
