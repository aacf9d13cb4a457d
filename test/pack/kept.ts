/**
 * Puts what src/kept takes of libraries into its compiled files: Python, Java and Go have no npm beside them (docs/adr/0004). Minified:
 * nobody reads them here, and none goes by the names of its functions.
 */
import * as fs from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import * as path from 'node:path';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import ts from 'typescript';
import { ROOT } from './packed';

/**
 * refa is one CommonJS file, and nine tenths of it are Unicode tables for JavaScript's regular expressions, which we write none of. As
 * an ECMAScript module esbuild leaves out what nobody refers to. Whatever is referred to stays.
 */
const refaAsModule: Plugin = {
  name: 'refa-as-module',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]node_modules[\\/]refa[\\/]index\.js$/ }, ({ path: file }) => ({ contents: asModule(fs.readFileSync(file, 'utf8')), loader: 'js' }));
  },
};

/** The builds that `require` finds, which is what src runs on where it is not packed. dagre's other one exports a default alone. */
const required: Plugin = {
  name: 'required',
  setup({ onResolve }) {
    const { resolve } = createRequire(path.join(ROOT, 'package.json'));
    onResolve({ filter: /^[^.]/ }, ({ path: name, kind }) => kind === 'import-statement' && !isBuiltin(name) ? { path: resolve(name) } : undefined);
  },
};

/** commander could run a subcommand as a program of its own, and we have none: what would start it is loaded when it is. */
const lateChildren: Plugin = {
  name: 'late-children',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^node:child_process$/ }, ({ path: name, namespace }) => namespace === 'late' ? { path: name, external: true } : { path: name, namespace: 'late' });
    onLoad({ filter: /.*/, namespace: 'late' }, ({ path: name }) => ({ contents: `exports.spawn = (...args) => require(${JSON.stringify(name)}).spawn(...args);` }));
  },
};

/**
 * INVARIANT: no initializer at the top of refa does more than make its own value, which is what marking it pure says to esbuild.
 * test/pack.test.ts compares what is made with refa itself.
 */
function asModule(code: string): string {
  const { statements } = ts.createSourceFile('refa.js', code, ts.ScriptTarget.ES2022, true);
  const pure: number[] = [];
  const mark = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) pure.push(node.getStart());
    ts.forEachChild(node, mark);
  };
  statements.filter(ts.isVariableStatement).forEach(mark);

  const last = statements.at(-1);
  const exported = last === undefined || !ts.isExpressionStatement(last) ? [] : assignments(last.expression);
  if (last === undefined || exported.length === 0) throw new Error('refa no longer ends in what it exports');
  const marked = [...new Set(pure)].sort((a, b) => b - a).reduce((text, at) => `${text.slice(0, at)}/* @__PURE__ */ ${text.slice(at)}`, code.slice(0, last.getStart()));
  return `${marked}\n${exported.map(({ name, value }) => `const exported_${name} = ${value};\nexport { exported_${name} as ${name} };`).join('\n')}\n`
    .replace('Object.defineProperty(exports,"__esModule",{value:!0});', '');
}

interface Assignment {
  readonly name: string;
  readonly value: string;
}

/** `exports.A = a, exports.B = b` */
function assignments(expression: ts.Expression): readonly Assignment[] {
  if (!ts.isBinaryExpression(expression)) return [];
  const { left, operatorToken, right } = expression;
  if (operatorToken.kind === ts.SyntaxKind.CommaToken) return [...assignments(left), ...assignments(right)];
  return ts.isPropertyAccessExpression(left) && left.expression.getText() === 'exports' ? [{ name: left.name.text, value: right.getText() }] : [];
}

export const KEPT = {
  entryPoints: [path.join(ROOT, 'src/kept/*.ts')],
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
  plugins: [required, lateChildren, refaAsModule],
} satisfies BuildOptions;

if (require.main === module) void build({ ...KEPT, outdir: path.join(ROOT, 'lib/kept') });
