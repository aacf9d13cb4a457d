import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../src/cli/program';

const directory = mkdtempSync(join(tmpdir(), 'mesh-access-'));
afterAll(() => rmSync(directory, { recursive: true }));

async function scriptOf(shell: string): Promise<string> {
  let script = '';
  await runCli(['completion', shell], { out: (text) => void (script += text), err: () => undefined });
  const file = join(directory, shell);
  writeFileSync(file, script);
  return file;
}

/** What bash itself would offer after these words, as it calls the function. */
function offered(script: string, words: readonly string[]): readonly string[] {
  const code = 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _mesh_access; printf "%s\\n" "${COMPREPLY[@]}"';
  return execFileSync('bash', ['--norc', '-uc', code, 'bash', script, ...words], { encoding: 'utf8' }).split('\n').filter((word) => word !== '');
}

test.each<[string[], string[]]>([
  [['mesh-access', 'ma'], ['matrix']],
  [['mesh-access', '--v'], ['--version']],
  [['mesh-access', 'help', 'd'], ['diff']],
  [['mesh-access', 'completion', ''], ['bash', 'zsh', 'fish', '--help']],
  [['mesh-access', 'audit', '--format', ''], ['text', 'json', 'sarif', 'junit', 'markdown']],
  [['mesh-access', 'audit', '--format', '=', 's'], ['sarif']],
  [['mesh-access', 'matrix', '--format', '='], ['text', 'json', 'markdown', 'csv']],
  [['mesh-access', 'matrix', 'dist', '--fr'], ['--from']],
  [['mesh-access', 'audit', '--suppressions', ''], []],
  [['mesh-access', 'matrix', ''], []],
  [['mesh-access', 'matrix', 'dist'], []],
  [['mesh-access', 'no-such', '--'], []],
])('bash completes %j', async (words, expected) => {
  expect(offered(await scriptOf('bash'), words)).toEqual(expected);
});

/** Shells that not every machine has read the script where they are; everywhere it is compared with a transcript. */
const shells = ['bash', 'zsh', 'fish'].filter((shell) => spawnSync(shell, ['-c', 'exit 0']).status === 0);

test.each(shells)('%s reads its script', async (shell) => {
  const { status, stderr } = spawnSync(shell, ['-n', await scriptOf(shell)], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
