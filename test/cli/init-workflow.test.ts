import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const WORKFLOW = join(__dirname, '../../templates/init/github/workflows/access.yaml');

/** The step of `init`'s workflow, in a repository with one manifest, after what somebody did to `dist/`. */
function isFresh(change: (dist: string) => void): boolean {
  const [, command] = /name: Manifests are fresh, and proved\n +run: (.*)/.exec(readFileSync(WORKFLOW, 'utf8')) ?? [];
  if (command === undefined) throw new Error('the workflow has no such step');
  const cwd = mkdtempSync(join(tmpdir(), 'mesh-access-'));
  const git = (...args: string[]): void => void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example', ...args], { cwd, stdio: 'ignore' });
  const dist = join(cwd, 'dist');
  try {
    git('init');
    mkdirSync(dist);
    writeFileSync(join(dist, 'shop.k8s.yaml'), 'a: b\n');
    git('add', '.');
    git('commit', '-m', 'a');
    change(dist);
    return spawnSync('bash', ['-c', command.replace('npm run synth', 'true')], { cwd }).status === 0;
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

test('what is committed is fresh if synth writes the same', () => {
  expect(isFresh(() => undefined)).toBe(true);
});

test.each<[string, (dist: string) => void]>([
  ['changed', (dist) => writeFileSync(join(dist, 'shop.k8s.yaml'), 'a: c\n')],
  ['that nobody has added', (dist) => writeFileSync(join(dist, 'more.k8s.yaml'), 'a: b\n')],
  ['that synth no longer writes', (dist) => rmSync(join(dist, 'shop.k8s.yaml'))],
])('a manifest %s is not fresh', (_name, change) => {
  expect(isFresh(change)).toBe(false);
});
