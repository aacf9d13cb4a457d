import { basename, dirname } from 'node:path';
import { readDirectory } from '../admitted/admit';
import type { Cluster } from '../admitted/cluster';
import { kubectlApply } from '../admitted/kubectl';
import { elsewhere, wavesOf, writeWaves } from '../admitted/waves';
import type { Committed } from '../subjects/declared';
import type { Context } from './context';

/**
 * Waves of a delivery, each applied when the one before is there, to namespaces that are not: every object finds what it needs. Begun with
 * the last wave, the API server refuses, so that the order is not for nothing.
 */
export async function checkWaves({ workspace, ledger, findings }: Context, cluster: Cluster, meshes: readonly Committed[]): Promise<void> {
  const cache = workspace.directory();
  const count = { goldens: 0, waves: 0, objects: 0, refused: 0 };
  for (const { directory } of meshes) {
    const objects = readDirectory(directory);
    if (wavesOf(objects).length === 0) continue;
    const name = basename(dirname(directory));
    const applied = async (way: string, order: (waves: readonly string[]) => readonly string[]): Promise<readonly string[]> => {
      const moved = objects.map((o) => elsewhere(o, `${way}-${name}`));
      const complaints: string[] = [];
      for (const wave of order(writeWaves(workspace.directory(), wavesOf(moved)))) {
        const { ok, stderr } = await kubectlApply(cluster.kubeconfig, cache, [wave]);
        if (!ok || stderr.trim() !== '') complaints.push(`${basename(wave)}: ${stderr.trim()}`);
      }
      for (const object of moved.filter((o) => o.kind !== 'Namespace')) await cluster.client.remove(object);
      return complaints;
    };
    await ledger.attempt(`admitted golden ${name}, wave by wave`, async () => {
      const complaints = await applied('onward', (waves) => waves);
      const backward = await applied('backward', (waves) => [...waves].reverse());
      count.goldens++;
      count.waves += wavesOf(objects).length;
      count.objects += objects.length;
      count.refused += complaints.length;
      return [...complaints, ...(backward.length === 0 ? ['the API server takes the waves in reverse, too'] : [])];
    });
  }
  findings.add('Admitted', 'waves of Argo CD and Flux, one after the other where nothing is yet; in reverse they must be refused', `${count.waves} waves of ${count.goldens} goldens, ${count.objects} objects`, `${count.refused} refused`);
}
