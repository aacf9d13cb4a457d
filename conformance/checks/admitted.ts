import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { admit, yamlFiles } from '../admitted/admit';
import { Cluster } from '../admitted/cluster';
import { installCrds } from '../admitted/crds';
import { DEFAULT_SETTINGS } from '../../src/eval/types';
import { ROOT } from '../harness/paths';
import { committedMeshes } from '../subjects/declared';
import type { Context } from './context';
import { checkInvalid } from './invalid';
import { checkTiers } from './tiers';
import { checkWaves } from './waves';

/** Every committed manifest, applied to a real API server, and judged by istiod's own validation. */
export async function checkAdmitted(context: Context): Promise<void> {
  const { workspace, istiod, ledger, findings } = context;
  const cluster = await Cluster.start(workspace);
  try {
    const crds = await installCrds(cluster.client);
    const meshes = committedMeshes(workspace.directory());
    const cache = workspace.directory();
    let objects = 0;
    const complaints = { server: 0, istiod: 0 };
    for (const { directory, subject } of meshes) {
      await ledger.attempt(`admitted ${relative(ROOT, directory)}`, async () => {
        const admission = await admit(cluster, directory, cache);
        objects += admission.objects;
        const manifests = yamlFiles(directory).map((path) => ({ name: relative(ROOT, path), text: readFileSync(path, 'utf8') }));
        const translated = await istiod.translate({ manifests, settings: subject.settings ?? DEFAULT_SETTINGS, dir: workspace.directory() });
        // Of a kind that it does not watch, the API server is the one to ask.
        const problems = translated.problems.filter((p) => p.level !== 'ignored');
        complaints.server += admission.complaints.length;
        complaints.istiod += problems.length;
        return [...admission.complaints, ...problems.map((p) => `istiod: ${p.level}: ${p.object}: ${p.text}`)];
      });
    }
    findings.add('Admitted', '`kubectl apply -R -f` with strict validation and the CRDs of Istio, of the Gateway API and of Argo Rollouts, then the same again, which must change no resource version (of a CRD and an APIService, nothing but what the server says of them)', `${objects} objects of ${meshes.length} goldens and examples, ${crds} CRDs`, `${complaints.server} errors, warnings or changes`);
    findings.add('Admitted', 'istiod\'s schema check and validation', `${objects} objects`, `${complaints.istiod} errors or warnings`);
    await checkInvalid(context, cluster);
    await checkWaves(context, cluster, meshes);
    await checkTiers(context, cluster, meshes);
  } finally {
    await cluster.stop();
  }
}
