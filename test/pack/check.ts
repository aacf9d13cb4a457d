/** Uses the packed tarball as a stranger would: an empty directory, the README's own programs, nothing else. */
import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { inEmptyDirectory, readFiles } from '../golden/synthesize';
import { ALLOWED, MAX_PACKED_BYTES, pack, ROOT } from './packed';

let failed = 0;
let passed = 0;

function check(name: string, holds: boolean, otherwise: string): void {
  if (holds) passed++;
  else failed++;
  console.log(holds ? `ok   ${name}` : `FAIL ${name}: ${otherwise}`);
}

/** A stranger's: nothing of this project's tools, neither on the path nor in what they leave for their children. */
const ENVIRONMENT = Object.fromEntries(Object.entries(process.env)
  .filter(([name]) => !/^(npm_|TSX_|NODE_|INIT_CWD|JSII_)/.test(name))
  .map(([name, value]) => [name, name === 'PATH' ? value?.split(':').filter((directory) => !directory.startsWith(ROOT)).join(':') : value]));

/** The workloads that the README's program leaves to others. */
const WORKLOADS = ['frontend', 'catalog'].map((name) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app.kubernetes.io/name: ${name} } }
  template:
    metadata: { labels: { app.kubernetes.io/name: ${name} } }
    spec: { serviceAccountName: ${name}, containers: [{ name: server, image: registry.example.com/${name}:1 }] }
`).join('---\n');

/** The fenced `ts` blocks of README.md, as they stand. */
function snippets(): readonly string[] {
  const readme = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8');
  return [...readme.matchAll(/^```tsx?\n([\s\S]*?)^```$/gm)].map((match) => match[1]);
}

inEmptyDirectory((directory) => {
  const { filename, size, files } = pack(directory);
  const strangers = files.map((file) => file.path).filter((name) => !ALLOWED.some((allowed) => allowed.test(name)));
  check('the tarball holds nothing that is not named', strangers.length === 0, strangers.join(', '));
  check(`the tarball is at most ${MAX_PACKED_BYTES / 1000} kB (${Math.round(size / 1000)} kB)`, size <= MAX_PACKED_BYTES, `${size} bytes`);

  const consumer = path.join(directory, 'consumer');
  fs.mkdirSync(consumer);
  const write = (name: string, text: string) => fs.writeFileSync(path.join(consumer, name), text);
  const attemptIn = (cwd: string, name: string, program: string, ...args: string[]): string | undefined => {
    try {
      const output = execFileSync(program, args, { cwd, env: ENVIRONMENT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
      check(name, true, '');
      return output;
    } catch (error) {
      const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
      check(name, false, `${message}\n${stdout}${stderr}`.split('\n').map((line) => line.slice(0, 500)).slice(0, 60).join('\n'));
      return undefined;
    }
  };
  const attempt = (name: string, program: string, ...args: string[]): string | undefined => attemptIn(consumer, name, program, ...args);

  const [program, jestTest] = [snippets()[0], snippets().find((text) => text.includes('cdk8s-mesh-access/jest'))];
  if (program === undefined || jestTest === undefined) throw new Error('README.md lacks the first program or the jest test');
  write('main.ts', program);
  write('access.test.ts', jestTest);
  write('package.json', JSON.stringify({ name: 'consumer', private: true, jest: { preset: 'ts-jest', testMatch: ['**/*.test.ts'] } }));
  // What TypeScript makes of a project by default, with the library's declarations checked as well.
  write('tsconfig.json', JSON.stringify({
    compilerOptions: { strict: true, target: 'ES2022', module: 'node16', skipLibCheck: false, types: ['jest', 'node'], esModuleInterop: true, rootDir: '.' },
    include: ['*.ts'],
  }));
  write('cdk8s.yaml', 'language: typescript\napp: npx tsx main.ts\n');

  const { devDependencies } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> };
  const wanted = ['cdk8s', 'constructs', 'typescript', 'tsx', 'jest', 'ts-jest', '@types/jest', '@types/node'].map((name) => `${name}@${devDependencies[name]}`);
  const install = ['install', '--no-audit', '--no-fund', '--no-package-lock', path.join(directory, filename), ...wanted, 'cdk8s-cli@^2'];
  if (attempt('it installs', 'npm', ...install) === undefined) return;

  attempt('the README\'s programs type-check, and so do the package\'s declarations', 'npx', 'tsc', '--noEmit');
  const output = attempt('the README\'s first program runs', 'npx', 'tsx', 'main.ts');
  const written = readFiles(path.join(consumer, 'dist'));
  check('it writes manifests and prints the verdict', Object.keys(written).length > 0 && /proved/.test(output ?? ''), output ?? 'no output');

  write('module.mjs', `import { Mesh } from 'cdk8s-mesh-access';\nimport { meshAccessMatchers } from 'cdk8s-mesh-access/jest';\nconsole.log(Mesh.name, typeof meshAccessMatchers);\n`);
  attempt('an ECMAScript module imports both by name', process.execPath, 'module.mjs');

  fs.rmSync(path.join(consumer, 'dist'), { recursive: true, force: true });
  attempt('`cdk8s synth` runs with a cdk8s.yaml', 'npx', 'cdk8s', 'synth');
  check('`cdk8s synth` writes the same', JSON.stringify(readFiles(path.join(consumer, 'dist'))) === JSON.stringify(written), 'dist differs');

  attempt('the README\'s jest test passes', 'npx', 'jest', '--ci');
  write('workloads.yaml', WORKLOADS);
  const question = ['mesh-access', 'can', 'shop/frontend', 'shop/catalog:3550', 'dist', 'workloads.yaml', '--method', 'POST', '--path'];
  attempt('`mesh-access can` exits with 0 for what is allowed', 'npx', ...question, '/shop.Catalog/GetProduct');
  const denied = spawnSync('npx', [...question, '/shop.Catalog/DeleteProduct'], { cwd: consumer, env: ENVIRONMENT, encoding: 'utf8' });
  check('`mesh-access can` exits with 1 for what is not', denied.status === 1, `exit ${denied.status}: ${denied.stdout}${denied.stderr}`);

  attempt('`mesh-access init` begins a project', 'npx', 'mesh-access', 'init', 'started');
  const started = path.join(consumer, 'started');
  fs.symlinkSync(path.join(consumer, 'node_modules'), path.join(started, 'node_modules'));
  for (const words of [['tsc'], ['cdk8s', 'synth'], ['jest', '--ci=false'], ['jest', '--ci'], ['mesh-access', 'audit', 'dist']]) {
    attemptIn(started, `in it \`${words.join(' ')}\` passes`, 'npx', ...words);
  }
});

console.log(`package: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
