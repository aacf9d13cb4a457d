import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import type { App } from 'cdk8s';
import * as ts from 'typescript';
import * as library from '../src';
import { runCli } from '../src/cli/program';
import { PROGRAM_PAGES, readPage, withOutput } from './docs/program-page';
import { ROOT, snippets } from './docs/snippets';
import { inEmptyDirectory } from './golden/synthesize';

const all = snippets();

test('what the README and the guide show compiles', () => {
  const config = ts.getParsedCommandLineOfConfigFile(path.join(__dirname, 'tsconfig.json'), {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: refuse });
  const options: ts.CompilerOptions = { ...config?.options, noUnusedLocals: false };
  // Files that exist nowhere but here, beside this one so that imports resolve as they do in tests.
  const files = new Map(all.map(({ code }, i) => [path.join(__dirname, `snippet-${i}.ts`), code]));
  const host = ts.createCompilerHost(options);
  // What tests import as the program under test.
  for (const directory of [__dirname, ROOT]) files.set(path.join(directory, 'main.ts'), all[0].code);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, target, ...rest) => {
    const code = files.get(name);
    return code === undefined ? getSourceFile(name, target, ...rest) : ts.createSourceFile(name, code, target, true);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const problems = [...files.keys()].flatMap((name, i) => ts.getPreEmitDiagnostics(program, program.getSourceFile(name))
    .map((d) => `${(all[i] ?? all[0]).place}: ${ts.flattenDiagnosticMessageText(d.messageText, ' ')}`));
  expect(problems).toEqual([]);
});

describe('a snippet of the guide runs, and what it declares is not refuted', () => {
  const require_ = createRequire(__filename);
  const cwd = process.cwd();
  afterEach(() => process.chdir(cwd));

  test.each(all.filter((snippet) => !snippet.complete).map(({ place, code }) => [place, code]))('%s', (_, code) => {
    const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
    const run = new Function('require', 'exports', outputText) as (require: (id: string) => unknown, exports: { app?: App }) => void;
    inEmptyDirectory((directory) => {
      process.chdir(directory);
      const exported: { app?: App } = {};
      run((id) => id === 'cdk8s-mesh-access' ? library : require_(id), exported);
      exported.app?.synth();
      process.chdir(cwd);
      expect(exported.app?.charts.length).toBeGreaterThan(0);
    });
  });
});

test.each(PROGRAM_PAGES.map((page) => [page.page, page.program, page] as const))('%s shows %s and what it prints and writes (npm run golden:update)', (_page, _program, page) => {
  expect(withOutput(page)).toBe(readPage(page));
});

test('what the guide shows of questions about Online Boutique is what they print', async () => {
  const asked = pages().flatMap((page) => [...fs.readFileSync(page, 'utf8').matchAll(/^```console\n\$ npx mesh-access (.*examples\/online-boutique\/.*)\n([\s\S]*?)^```$/gm)]);
  const cwd = process.cwd();
  process.chdir(ROOT);
  try {
    for (const { 1: words, 2: shown } of asked) {
      let out = '';
      await runCli(words.split(' '), { out: (text) => void (out += text), err: () => undefined });
      expect(out).toBe(shown);
    }
  } finally {
    process.chdir(cwd);
  }
  expect(asked.length).toBeGreaterThan(0);
});

test('every link of the README, the guide and the other pages leads somewhere', () => {
  const isBroken = (page: string, target: string, anchor?: string): boolean => {
    const file = target === '' ? page : path.join(path.dirname(page), target);
    return !fs.existsSync(file) || (anchor !== undefined && file.endsWith('.md') && !anchorsOf(file).has(anchor));
  };
  const broken = pages().flatMap((page) => [...withoutBlocks(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)]
    .filter(({ 1: target, 2: anchor }) => isBroken(page, target, anchor))
    .map(({ 0: link }) => `${path.relative(ROOT, page)}: ${link}`));
  expect(broken).toEqual([]);
});

/** As GitHub names them: words of the heading, and a number for one that comes again. */
function anchorsOf(page: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const { 1: heading } of withoutBlocks(page).matchAll(/^#{1,6} (.*)$/gm)) {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replace(/\s/g, '-');
    let anchor = words;
    for (let i = 1; anchors.has(anchor); i++) anchor = `${words}-${i}`;
    anchors.add(anchor);
  }
  return anchors;
}

function withoutBlocks(page: string): string {
  return fs.readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
}

function refuse(diagnostic: ts.Diagnostic): never {
  throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '));
}

/** Markdown that people write; API.md is generated. */
function pages(): readonly string[] {
  const top = fs.readdirSync(ROOT).filter((name) => name !== 'API.md');
  const below = ['docs', 'examples'].flatMap((directory) =>
    fs.readdirSync(path.join(ROOT, directory), { recursive: true, encoding: 'utf8' }).map((name) => path.join(directory, name)));
  return [...top, ...below].filter((name) => name.endsWith('.md')).map((name) => path.join(ROOT, name));
}
