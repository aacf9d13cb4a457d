import * as plus34 from 'cdk8s-plus-34';
import { Access, MeshService } from '../../../src';
import { ANY_PODS, golden, Shop } from '../golden';

/** Peers of a StatefulSet, metrics that the sidecar does not see, a sidecar container of the application's own, and a job that calls it. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { nativeSidecars: true }, ANY_PODS);
  const { KubeService, KubeStatefulSet, KubeCronJob, IntOrString } = plus34.k8s;
  const ports = [{ name: 'redis', port: 6379, targetPort: IntOrString.fromString('redis') }];
  new KubeService(shop, 'redis-service', { metadata: { name: 'redis' }, spec: { selector: { app: 'redis' }, ports } });
  new KubeService(shop, 'redis-peers', {
    metadata: { name: 'redis-peers' },
    spec: { clusterIp: 'None', selector: { app: 'redis' }, ports: [...ports, { name: 'tcp-metrics', port: 9121, targetPort: IntOrString.fromString('metrics') }] },
  });
  const redis = new KubeStatefulSet(shop, 'redis', {
    metadata: { name: 'redis' },
    spec: {
      serviceName: 'redis-peers',
      selector: { matchLabels: { app: 'redis' } },
      template: {
        metadata: { labels: { app: 'redis', tier: 'cache' }, annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '9121' } },
        spec: {
          serviceAccountName: 'redis',
          initContainers: [
            { name: 'setup', image: 'redis', ports: [{ name: 'setup', containerPort: 6000 }] },
            { name: 'exporter', image: 'exporter', restartPolicy: 'Always', ports: [{ name: 'metrics', containerPort: 9121 }] },
          ],
          containers: [{ name: 'redis', image: 'redis', ports: [{ name: 'redis', containerPort: 6379 }], livenessProbe: { tcpSocket: { port: IntOrString.fromString('redis') } } }],
        },
      },
    },
  });
  const cleanup = new KubeCronJob(shop, 'cleanup', {
    metadata: { name: 'cleanup' },
    spec: {
      schedule: '0 3 * * *',
      jobTemplate: {
        spec: {
          template: {
            metadata: { labels: { app: 'cleanup', 'helm.sh/chart': 'cleanup-1.2.3' } },
            spec: { serviceAccountName: 'cleanup', restartPolicy: 'Never', containers: [{ name: 'cleanup', image: 'redis' }] },
          },
        },
      },
    },
  });

  const cache = MeshService.fromWorkloads(shop, 'redis-access', [redis], { name: 'redis' });
  cache.allowFrom(cache, { access: [Access.tcp(6379)], reason: 'replication' });
  cache.allowFrom(MeshService.fromWorkloads(shop, 'cleanup-access', [cleanup], { name: 'cleanup' }), { access: [Access.tcp(wrong ? 9121 : 6379)] });
});
