import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { splitDocuments } from '../../src/manifest/text/split';
import { readText } from '../../src/manifest';
import { DEFAULT_SETTINGS } from '../../src/eval/types';
import type { KubernetesObject } from '../admitted/client';
import type { Cluster } from '../admitted/cluster';
import { ROOT } from '../harness/paths';
import type { Context } from './context';

const INVALID = join(ROOT, 'test/invalid');
/** Nothing that can be applied: documents that are not even YAML, or whose CustomResourceDefinitions are in no registry. */
const NOT_APPLICABLE = ['text.yaml', 'linkerd.yaml'];

/**
 * What our reader refuses, the API server or istiod must refuse as well, or the reader says in its message that they do not: being stricter
 * than the cluster has to be on purpose. The tables of documents are those of the reader's own tests.
 */
export async function checkInvalid({ workspace, istiod, ledger, findings }: Context, cluster: Cluster): Promise<void> {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
  await cluster.client.apply(namespace, JSON.stringify(namespace));
  let refused = 0;
  const stricter: string[] = [];
  const files = readdirSync(INVALID).filter((f) => f.endsWith('.yaml') && !NOT_APPLICABLE.includes(f)).sort();
  for (const file of files) {
    await ledger.attempt(`refused test/invalid/${file}`, async () => {
      const complaints: string[] = [];
      for (const { text, line } of splitDocuments(readFileSync(join(INVALID, file), 'utf8'))) {
        const at = `${file}:${line}`;
        if (readText(text, at).problems.length === 0) {
          complaints.push(`${at}: our reader accepts it`);
          continue;
        }
        const object = parseDocument(text, { uniqueKeys: false }).toJS() as KubernetesObject | null;
        if (object === null || typeof object.kind !== 'string' || typeof object.apiVersion !== 'string' || typeof object.metadata?.name !== 'string') continue;
        const { status } = await cluster.client.apply(object, text, { dryRun: true });
        const { problems } = await istiod.translate({ manifests: [{ name: at, text }], settings: DEFAULT_SETTINGS, dir: workspace.directory() });
        if (status >= 400 || problems.some((p) => p.level === 'error')) refused++;
        else stricter.push(`${at}: ${firstComment(text)}`);
      }
      return complaints;
    });
  }
  findings.add('Admitted', 'documents that our reader refuses: also refused by the API server or istiod', `${refused}`, 'refused by both sides');
  findings.add('Admitted', 'documents that only our reader refuses', `${stricter.length}`, 'accepted by the cluster although they cannot work, or not as written');
  for (const s of stricter) ledger.note(`stricter than the cluster: ${s}`);
}

function firstComment(text: string): string {
  return /^# error: (.*)$/m.exec(text)?.[1] ?? '';
}
