import { Access, ClusterProfile, LoadBalancer, Nodes, PortMtls, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

/** Load balancers of AWS check `ip` targets from their own subnets, which nobody but the user knows. */
export const { build, twin } = golden((app, wrong) => {
  const cluster = { nodeCidrs: ['10.0.64.0/18'], ...(wrong ? {} : { loadBalancerCidrs: ['10.0.1.0/24', '10.0.0.0/24'] }) };
  const shop = new Shop(app, { profile: ClusterProfile.eks(), cluster });
  const mqtt = shop.service('mqtt', {
    ports: [
      ServicePort.tcp(1883, { mtls: PortMtls.permissive({ reason: 'network load balancers know no mesh' }) }),
      ServicePort.tcp(9100, { mtls: PortMtls.permissive({ reason: 'the node agent is on the host network' }) }),
    ],
  });
  mqtt.allowFrom(LoadBalancer.healthChecks(), { access: [Access.tcp(1883)], reason: 'targets of type ip' });
  mqtt.allowFrom(Nodes.all(), { access: [Access.tcp(9100)], reason: 'node agent' });
});
