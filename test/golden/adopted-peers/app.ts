import * as plus28 from 'cdk8s-plus-28';
import { Access, MeshService } from '../../../src';
import { ANY_PODS, golden, Shop } from '../golden';

/** The pods of an adopted StatefulSet dial each other by the names that its headless Service gives them. In the twin that Service lacks the port. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, {}, ANY_PODS);
  const { KubeService, KubeStatefulSet, IntOrString } = plus28.k8s;
  const port = (name: string, number: number): plus28.k8s.ServicePort => ({ name, port: number, targetPort: IntOrString.fromString(name) });
  const [client, peers] = [port('tcp-client', 2379), port('tcp-peers', 2380)];
  new KubeService(shop, 'etcd-client', { metadata: { name: 'etcd' }, spec: { selector: { app: 'etcd' }, ports: [client, peers] } });
  new KubeService(shop, 'etcd-peers', {
    metadata: { name: 'etcd-peers' },
    spec: { clusterIp: 'None', publishNotReadyAddresses: true, selector: { app: 'etcd' }, ports: wrong ? [client] : [client, peers] },
  });
  const etcd = MeshService.fromWorkloads(shop, 'etcd-access', [new KubeStatefulSet(shop, 'etcd', {
    metadata: { name: 'etcd' },
    spec: {
      serviceName: 'etcd-peers',
      replicas: 3,
      selector: { matchLabels: { app: 'etcd' } },
      template: {
        metadata: { labels: { app: 'etcd' } },
        spec: {
          serviceAccountName: 'etcd',
          containers: [{ name: 'etcd', image: 'etcd', ports: [{ name: 'tcp-client', containerPort: 2379 }, { name: 'tcp-peers', containerPort: 2380 }] }],
        },
      },
    },
  })], { name: 'etcd' });
  etcd.allowPeers({ access: [Access.tcp(2380)], reason: 'replication' });
  etcd.allowFrom(shop.service('lock'), { access: [Access.tcp(2379)] });
});
