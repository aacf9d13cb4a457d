import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BUILD } from '../harness/paths';

const run = promisify(execFile);
/** Every object of a directory, twice. */
const MOST_OUTPUT = 64 << 20;

export interface Applied {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * What people run: everything below each directory, in the order that kubectl takes it. Warnings come on standard error. How lists of built-in
 * kinds merge, kubectl knows by itself: reading it from the server's OpenAPI takes it a second, each time.
 */
export async function kubectlApply(
  kubeconfig: string, cache: string, directories: readonly string[], more: readonly string[] = [],
): Promise<Applied> {
  const files = directories.flatMap((directory) => ['--filename', directory]);
  const args = ['--kubeconfig', kubeconfig, '--cache-dir', cache, 'apply', '--recursive', ...files, '--validate=strict', '--openapi-patch=false', ...more];
  try {
    return { ok: true, ...await run(join(BUILD, 'kubectl'), args, { maxBuffer: MOST_OUTPUT }) };
  } catch (error) {
    const { stdout = '', stderr = String(error) } = error as { stdout?: string; stderr?: string };
    return { ok: false, stdout, stderr };
  }
}
