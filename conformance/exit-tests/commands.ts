import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { promisify } from 'node:util';
import type { Cluster } from '../admitted/cluster';
import type { Applied } from '../admitted/kubectl';
import { BUILD, ROOT } from '../harness/paths';

export interface Command {
  readonly place: string;
  readonly text: string;
}

const GUIDE = join(ROOT, 'docs/guide');
/** Parts of a sentence, which say what is run but not on what. */
const MENTIONED: readonly string[] = ['kubectl apply', 'kubectl apply -f', 'kubectl apply -R -f', 'kubectl apply --server-side --as', 'kubectl get -o yaml'];

/** Every command of the guide that asks the API server something, in blocks and in sentences. */
export function kubectlCommands(): readonly Command[] {
  return readdirSync(GUIDE).filter((name) => name.endsWith('.md')).sort().flatMap((name) => {
    const place = relative(ROOT, join(GUIDE, name));
    const text = readFileSync(join(GUIDE, name), 'utf8');
    return [...text.matchAll(/^(?:\$ )?(kubectl [^#\n]*?)\s*(?:#.*)?$|`(kubectl [^`]*)`/gm)].map(([, line, code]) => ({ place, text: (line ?? code).replace(/\s+/g, ' ') }));
  }).filter(({ text }) => !MENTIONED.includes(text));
}

/** As somebody types it, in a directory. */
export async function typed(cluster: Cluster, cache: string, directory: string, text: string): Promise<Applied> {
  const env = { ...process.env, PATH: `${BUILD}${delimiter}${process.env.PATH}`, KUBECONFIG: cluster.kubeconfig, KUBECACHEDIR: cache };
  try {
    return { ok: true, ...await promisify(execFile)('bash', ['-c', text], { cwd: directory, env }) };
  } catch (error) {
    const { stdout = '', stderr = String(error) } = error as { stdout?: string; stderr?: string };
    return { ok: false, stdout, stderr };
  }
}
