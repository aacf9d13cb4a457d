/**
 * Makes a few files of lib's modules: hundreds take longer to find and read than to run. They stay modules, each evaluated when
 * it is first required, and each in one bundle only, so that `instanceof` holds from one entry to the other (docs/adr/0013).
 */
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { build, transform } from 'esbuild';
import { eager } from './eager';
import { lazy } from './lazy';
import { type Bundle, BUNDLES, bundles, ENTRIES } from './modules';
import { ROOT } from './packed';

const LIB = path.join(ROOT, 'lib');
/** What bench/ measures by itself. */
const MEASURED = ['eval/index', 'manifest/index', 'report/index'];

for (const name of fs.readdirSync(LIB, { recursive: true, encoding: 'utf8' })) {
  const file = path.join(LIB, name);
  if (name.endsWith('.js') && !name.startsWith('kept')) fs.writeFileSync(file, lazy(fs.readFileSync(file, 'utf8')));
}
const { of: bundleOf, offered, evaluated } = bundles(LIB);
const tabled = [...new Set([...ENTRIES, ...MEASURED, ...offered])].sort();

/** Modules by their names; each is evaluated once, when it is first asked for. */
type Table = Readonly<Record<string, () => Readonly<Record<string, unknown>>>>;

async function write(bundle: Bundle): Promise<void> {
  const own = tabled.filter((name) => bundleOf.get(name) === bundle);
  const { outputFiles: [file] } = await build({
    stdin: {
      contents: `module.exports = {\n${own.map((name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(`./${name}.js`)}),`).join('\n')}\n};`,
      resolveDir: LIB,
      loader: 'js',
    },
    outfile: path.join(LIB, 'bundle', `${bundle}.js`),
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    legalComments: 'none', // none is in what is ours
    write: false,
    logLevel: 'warning',
    plugins: [{
      name: 'bundles',
      setup({ onLoad, onResolve }) {
        onResolve({ filter: /^\.\.?(\/|$)/ }, ({ path: to, resolveDir }) => {
          const name = [to, `${to}.js`, `${to}/index.js`]
            .map((candidate) => path.join(resolveDir, candidate))
            .find((candidate) => fs.statSync(candidate, { throwIfNoEntry: false })?.isFile());
          if (name === undefined) return undefined;
          const module = path.relative(LIB, name).split(path.sep).join('/').replace(/\.js$/, '');
          return bundleOf.get(module) === bundle ? undefined : { path: module, namespace: 'elsewhere' };
        });
        onLoad({ filter: /.*/, namespace: 'elsewhere' }, ({ path: module }) => ({
          contents: `module.exports = ${module.startsWith('kept/') ? `require("../${module}.js")` : `require("./${bundleOf.get(module)}.js")[${JSON.stringify(module)}]()`};`,
        }));
        onResolve({ filter: /.*/, namespace: 'elsewhere' }, ({ path: to }) => ({ path: to, external: true }));
      },
    }],
  });
  fs.mkdirSync(path.dirname(file.path), { recursive: true });
  // Names stay, and lines short: stack traces are read.
  const { code } = await transform(file.text, { minifyWhitespace: true, minifySyntax: true, lineLimit: 120, target: 'node20' });
  fs.writeFileSync(file.path, eager(withNames(code), (name) => evaluated.has(name)));
}

/**
 * Messages show a class's name, and esbuild makes `Mesh=class _Mesh` of one that refers to itself. Its `keepNames` would
 * call a function for every closure there is.
 */
function withNames(code: string): string {
  return [...code.matchAll(/\b(\w+)=\s*class\s+(_\1)\b/g)].reduce((text, [, name, inner]) => text.replace(new RegExp(`\\b${inner}\\b`, 'g'), name), code);
}

async function main(): Promise<void> {
  await Promise.all(BUNDLES.map(write));
  const load = createRequire(path.join(LIB, 'bundle', 'any.js'));
  for (const name of fs.readdirSync(LIB, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.js') && !/^(kept|bundle)[\\/]/.test(name)) fs.rmSync(path.join(LIB, name));
  }
  for (const entry of ENTRIES) {
    const from = path.posix.relative(path.posix.dirname(entry), `bundle/${bundleOf.get(entry)}.js`);
    const value = `require("${from.startsWith('.') ? from : `./${from}`}")["${entry}"]()`;
    // The command line's runs when it is loaded, and nobody imports it.
    const names = entry === 'cli/main' ? [] : Object.keys((load(`./${bundleOf.get(entry)}.js`) as Table)[entry]());
    // For `import { … }` of ECMAScript modules: https://github.com/nodejs/cjs-module-lexer reads names off this line, which never runs.
    const lexed = names.length === 0 ? '' : `0 && (module.exports = { ${names.join(', ')} });\n`;
    fs.writeFileSync(path.join(LIB, `${entry}.js`), `"use strict";\nmodule.exports = ${value};\n${lexed}`);
  }
}

void main();
