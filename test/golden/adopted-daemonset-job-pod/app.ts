import * as plus28 from 'cdk8s-plus-28';
import { Access, HttpMethod, HttpPath, MeshService } from '../../../src';
import { ANY_PODS, golden, Shop } from '../golden';

/** Agents on every node, a ReplicaSet without a Deployment, a job that ends and a pod by itself; the agents are on the pods' network. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { nativeSidecars: true }, ANY_PODS);
  const { KubeDaemonSet, KubeJob, KubePod, KubeReplicaSet, KubeService, KubeServiceAccount, IntOrString } = plus28.k8s;
  const pods = (name: string, port?: number, spec: object = {}): plus28.k8s.PodTemplateSpec => ({
    metadata: { labels: { app: name } },
    spec: { serviceAccountName: name, containers: [{ name, image: name, ...(port === undefined ? {} : { ports: [{ name: 'http', containerPort: port }] }) }], ...spec },
  });
  const selector = (name: string): plus28.k8s.LabelSelector => ({ matchLabels: { app: name } });
  for (const name of ['agent', 'web', 'migrate', 'shell']) new KubeServiceAccount(shop, `${name}-account`, { metadata: { name } });
  for (const name of ['agent', 'web']) {
    new KubeService(shop, `${name}-service`, { metadata: { name }, spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: IntOrString.fromString('http') }] } });
  }
  const workloads = {
    agent: new KubeDaemonSet(shop, 'agent', { metadata: { name: 'agent' }, spec: { selector: selector('agent'), template: pods('agent', 8126, wrong ? { hostNetwork: true } : {}) } }),
    web: new KubeReplicaSet(shop, 'web', { metadata: { name: 'web' }, spec: { selector: selector('web'), template: pods('web', 8080) } }),
    migrate: new KubeJob(shop, 'migrate', { metadata: { name: 'migrate' }, spec: { template: pods('migrate', undefined, { restartPolicy: 'Never' }) } }),
    shell: new KubePod(shop, 'shell', { ...pods('shell'), metadata: { name: 'shell', labels: { app: 'shell' } } }),
  };
  const service = (name: keyof typeof workloads): MeshService => MeshService.fromWorkloads(shop, `${name}-access`, [workloads[name]], { name });
  const [agent, web, migrate, shell] = [service('agent'), service('web'), service('migrate'), service('shell')];
  agent.allowFrom(web, { access: [Access.http({ methods: [HttpMethod.POST], paths: [HttpPath.exact('/v1/traces')] })] });
  web.allowFrom(migrate, { access: [Access.httpSafeMethods(HttpPath.exact('/schema'))] });
  web.allowFrom(shell, { reason: 'support' });
});
