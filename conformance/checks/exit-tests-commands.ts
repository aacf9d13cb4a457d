import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { readDirectory } from '../admitted/admit';
import type { KubernetesObject } from '../admitted/client';
import { Cluster } from '../admitted/cluster';
import { installCrds } from '../admitted/crds';
import { kubectlCommands, typed } from '../exit-tests/commands';
import { ROOT } from '../harness/paths';
import type { Context } from './context';

const EMERGENCY = 'cdk8s-mesh-access/break-glass';
const NODE = 'node-a';

/** The kubectl commands of the guide, in its order, on a cluster that has been given a golden; and what going back a stage leaves there. */
export async function checkExitTestCommands({ workspace, ledger, findings }: Context): Promise<void> {
  const cluster = await Cluster.start(workspace);
  const cache = workspace.directory();
  const golden = (name: string): string => join(ROOT, 'test/golden', name, 'expected');
  const differences: string[] = [];
  const attempt = (what: string, make: () => Promise<readonly string[]>): Promise<void> => ledger.attempt(what, async () => {
    const found = await make();
    differences.push(...found);
    return found;
  });
  try {
    await installCrds(cluster.client);
    const directory = workspace.directory();
    cpSync(golden('rollout-break-glass'), join(directory, 'dist'), { recursive: true });
    const run = (text: string): ReturnType<typeof typed> => typed(cluster, cache, directory, text);
    await run('kubectl apply -R -f dist');
    for (const object of around()) await cluster.client.apply(object, JSON.stringify(object));
    const emergency = readDirectory(join(directory, 'dist')).filter((o) => o.metadata.labels?.[EMERGENCY] !== undefined).map((o) => o.metadata.name).sort();
    const commands = kubectlCommands();
    for (const { place, text } of commands) {
      await attempt(`${place}: ${text}`, async () => {
        const { ok, stdout, stderr } = await run(text);
        // Of a DaemonSet, kubectl asks one pod only, and says so.
        if (text.startsWith('kubectl logs')) return !stderr.includes('Found ') && stderr.includes(NODE) ? [] : [stderr];
        if (!ok || stderr.includes('Warning')) return [stderr];
        if (!text.includes(EMERGENCY)) return stdout === '' ? [stderr] : [];
        const named = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('NAMESPACE'));
        const isExact = named.length === emergency.length && emergency.every((name) => named.some((line) => line.includes(name)));
        const rest = (await run(`kubectl get networkpolicies,authorizationpolicies -A -l ${EMERGENCY} -o name`)).stdout;
        return [...(isExact ? [] : [`${stdout}: not ${emergency.join()}`]), ...((rest === '') === text.includes('delete') ? [] : [`left over: ${rest}`])];
      });
    }
    await attempt('going back from the stage network-policy leaves NetworkPolicies alone', async () => {
      const [later, earlier] = ['rollout-network-policy', 'rollout-authorization'].map(golden);
      for (const stage of [later, earlier]) {
        const { ok, stderr } = await run(`kubectl apply -R -f ${stage}`);
        if (!ok) return [stderr];
      }
      const kept = new Set(readDirectory(earlier).map(idOf));
      const left = readDirectory(later).filter((o) => !kept.has(idOf(o)));
      const there = await Promise.all(left.map(async (o) => (await cluster.client.get(o)).body.metadata !== undefined));
      const wrong = left.filter((o, i) => !there[i] || o.kind !== 'NetworkPolicy').map((o) => `${idOf(o)} is left over, or is not`);
      return left.length === 0 ? ['nothing is left over'] : wrong;
    });
    findings.add('Exit tests', 'kubectl commands of docs/guide, as they are typed; applying the manifests of the stage before',
      `${commands.length} commands, 1 step back`, `${differences.length} errors, or results other than the guide says`);
  } finally {
    await cluster.stop();
  }
}

function idOf({ kind, metadata }: KubernetesObject): string {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

/** What the commands ask of a cluster besides our objects. No node runs anything: kubectl can only say whom it would have asked. */
function around(): readonly KubernetesObject[] {
  const containers = [{ name: 'c', image: 'example.com/c' }];
  const pod = (namespace: string, name: string, labels: Readonly<Record<string, string>>): KubernetesObject => (
    { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels }, spec: { containers, nodeName: NODE } } as KubernetesObject
  );
  const labels = { app: 'ztunnel' };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'istio-system' } } as KubernetesObject,
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio', namespace: 'istio-system' }, data: { mesh: '' } } as KubernetesObject,
    { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'ztunnel', namespace: 'istio-system' }, spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } } } as KubernetesObject,
    pod('istio-system', 'ztunnel-a', labels),
    pod('istio-system', 'ztunnel-b', labels),
    pod('kube-system', 'kube-dns-a', { 'k8s-app': 'kube-dns' }),
    pod('kube-system', 'konnectivity-agent-a', { app: 'konnectivity-agent' }),
    pod('shop', 'catalog-a', { app: 'catalog' }),
  ];
}
