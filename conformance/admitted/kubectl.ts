import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BUILD } from '../harness/paths';

const run = promisify(execFile);

export interface Applied {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** What people run: everything below a directory, in the order that kubectl takes it. Warnings come on standard error. */
export async function kubectlApply(kubeconfig: string, cache: string, directory: string): Promise<Applied> {
  const args = ['--kubeconfig', kubeconfig, '--cache-dir', cache, 'apply', '--recursive', '--filename', directory, '--validate=strict'];
  try {
    return { ok: true, ...await run(join(BUILD, 'kubectl'), args) };
  } catch (error) {
    const { stdout = '', stderr = String(error) } = error as { stdout?: string; stderr?: string };
    return { ok: false, stdout, stderr };
  }
}
