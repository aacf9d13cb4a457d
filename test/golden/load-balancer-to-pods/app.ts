import { ApiObject } from 'cdk8s';
import { Access, ClusterProfile, HttpMethod, HttpPath, LoadBalancer, PortMtls, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

/**
 * A network and an application load balancer of AWS that lead to pods: where these do not answer their health checks nobody is let in, and
 * that is seen before it is applied.
 */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { profile: ClusterProfile.eks(), cluster: { loadBalancerCidrs: ['10.0.0.0/24', '10.0.1.0/24'] } });
  const mtls = PortMtls.permissive({ reason: 'load balancers know no mesh' });
  const mqtt = shop.service('mqtt', { ports: [ServicePort.tcp(1883, { mtls })] });
  if (!wrong) mqtt.allowFrom(LoadBalancer.healthChecks(), { reason: 'targets of type ip' });
  new ApiObject(shop, 'mqtt-public', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'mqtt-public',
      annotations: { 'service.beta.kubernetes.io/aws-load-balancer-type': 'external', 'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'ip' },
    },
    spec: { type: 'LoadBalancer', selector: { 'app.kubernetes.io/name': 'mqtt' }, ports: [{ name: 'tcp', port: 443, targetPort: 1883 }] },
  });
  const web = shop.service('web', { ports: [ServicePort.http(80, { targetPort: 8080, mtls })] });
  web.allowFrom(LoadBalancer.healthChecks(), {
    access: [Access.http({ methods: [HttpMethod.GET], paths: [HttpPath.exact('/healthz'), HttpPath.under('/shop')] })],
    reason: 'targets of type ip',
  });
  new ApiObject(shop, 'web-public', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', annotations: { 'alb.ingress.kubernetes.io/target-type': 'ip', 'alb.ingress.kubernetes.io/healthcheck-path': '/healthz' } },
    spec: {
      ingressClassName: 'alb',
      rules: [{ http: { paths: [{ path: '/shop', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }] } }],
    },
  });
});
