/**
 * Before the tests: src in one file. Every test file has its modules to itself, and to find, read and compile a thousand of them
 * again each time would take longer than most tests do. They stay modules, each evaluated when it is first required, and a stack
 * names the lines of src. Only a spy on what a module exports is not to be had: it takes a method.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

export default async function bundleSources({ collectCoverage }, { rootDir, cacheDirectory }) {
  // For the workers: most of what tests make is soon garbage, a quarter of their time went into collecting it.
  const { NODE_OPTIONS = '' } = process.env;
  if (!NODE_OPTIONS.includes('semi-space')) process.env.NODE_OPTIONS = `${NODE_OPTIONS} --max-semi-space-size=32`.trim();
  delete process.env.JEST_SOURCES;
  if (collectCoverage) return; // it counts by module
  const src = join(rootDir, 'src');
  const modules = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const { outputFiles: [map, code] } = await build({
    stdin: { contents: tableOf(modules), resolveDir: src },
    outfile: join(cacheDirectory, 'sources.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    sourcemap: 'external',
    sourcesContent: false,
    tsconfig: join(rootDir, 'tsconfig.json'),
    write: false,
    logLevel: 'warning',
    plugins: [AS_REQUIRED],
  });
  const name = `sources-${createHash('sha256').update(code.contents).digest('hex').slice(0, 16)}.js`;
  mkdirSync(cacheDirectory, { recursive: true });
  writeFileSync(join(cacheDirectory, `${name}.map`), map.contents);
  writeFileSync(join(cacheDirectory, name), `${withNames(code.text)}//# sourceMappingURL=${name}.map\n`);
  process.env.JEST_SOURCES = join(cacheDirectory, name);
}

/** What tests load by themselves, too: test/jest/shared gives them the same, as `instanceof` must hold. */
const SHARED = ['cdk8s', 'constructs'];

function tableOf(modules) {
  const table = [...modules.map((name) => [name, `./${name}`]), ...SHARED.map((name) => [name, name])];
  return `module.exports = {\n${table.map(([name, path]) => `${JSON.stringify(name)}: () => require(${JSON.stringify(path)}),\n`).join('')}};`;
}

const AS_REQUIRED = {
  name: 'as required',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^[^.]/, namespace: 'file' }, ({ path, resolveDir }) => (
      isBuiltin(path) ? undefined : { path: createRequire(join(resolveDir, 'any.js')).resolve(path) }));
    onLoad({ filter: /[/\\](src[/\\]package|cdk8s[/\\]lib)[/\\]/ }, ({ path }) => (
      { contents: `const __dirname = ${JSON.stringify(dirname(path))};${readFileSync(path, 'utf8')}`, loader: path.endsWith('.ts') ? 'ts' : 'js' }));
  },
};

/** Messages show a class's name, and esbuild makes `Mesh = class _Mesh` of one that refers to itself. */
function withNames(code) {
  const inner = new Set([...code.matchAll(/ = class (_\w+) /g)].map(([, name]) => name));
  return code.replace(/\b_\w+\b/g, (name) => (inner.has(name) ? name.slice(1) : name));
}
