import * as fs from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import * as path from 'node:path';
import { build } from 'esbuild';
import * as refa from 'refa';
import { KEPT } from './pack/kept';
import { ALLOWED, MAX_PACKED_BYTES, pack, ROOT } from './pack/packed';
import { referenced, references } from './pack/types';

describe('the package', () => {
  const packed = pack();
  const paths = packed.files.map((file) => file.path);

  test('holds nothing that is not named', () => {
    expect(paths.filter((name) => !ALLOWED.some((allowed) => allowed.test(name)))).toEqual([]);
  });

  test('holds every declaration that an exported one refers to, and no other', () => {
    expect(references(ROOT).filter(({ file }) => file === undefined || !paths.includes(file))).toEqual([]);
    expect(paths.filter((file) => file.startsWith('lib/') && file.endsWith('.d.ts'))).toEqual([...referenced(ROOT)].sort());
  });

  test.each(['.jsii', 'CHANGELOG.md', 'LICENSE', 'NOTICE', 'README.md', 'bin/mesh-access', 'lib/index.js', 'lib/index.d.ts', 'lib/jest/index.js', 'lib/cli/main.js', 'package.json'])(
    'holds %s', (name) => expect(paths).toContain(name),
  );

  test('holds these libraries within its own files, and no others', async () => {
    const { metafile } = await build({ ...KEPT, metafile: true, write: false, outdir: 'out' });
    const sources = Object.keys(metafile.inputs).flatMap((input) => [...input.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)]);
    const libraries = [...new Set(sources.map(([, library]) => library))].sort();
    expect(libraries).toEqual(['@dagrejs/dagre', '@dagrejs/graphlib', 'commander', 'ipaddr.js', 'protocol-buffers-schema', 'refa', 'yaml']);
    expect(packed.bundled).toEqual([]);
    const loads = paths.filter((name) => name.startsWith('lib/kept/')).flatMap((name) => [...fs.readFileSync(path.join(ROOT, name), 'utf8').matchAll(/\brequire\("([^"]+)"\)/g)]);
    expect(loads.map(([, module]) => module).filter((module) => !isBuiltin(module))).toEqual([]);
    const notice = fs.readFileSync(path.join(ROOT, 'NOTICE'), 'utf8');
    for (const library of libraries) expect(notice).toContain(fs.readFileSync(path.join(ROOT, 'node_modules', library, 'LICENSE'), 'utf8').trim());
  });

  test.each(fs.readdirSync(path.join(ROOT, 'src/kept')).map((file) => path.parse(file).name))('holds of %s what src takes', (name) => {
    const load = createRequire(__filename);
    const described = (module: object): readonly string[] => Object.entries(module).map(([key, value]) => `${key}: ${typeof value}`).sort();
    expect(described(load(`../lib/kept/${name}.js`) as object)).toEqual(described(load(`../src/kept/${name}`) as object));
  });

  test('makes the automata that the whole of refa makes', () => {
    const expressions = ['[!-~]*', '.*\\/\\.\\.?\\/.*', 'GET|P(?:OS|U)T', '\\/[a-f]+\\/(?:x{2,3})?'].map((source) => refa.JS.Parser.fromLiteral({ source, flags: 's' }).parse().expression);
    const automata = ({ DFA, NFA }: Pick<typeof refa, 'DFA' | 'NFA'>): readonly string[] => {
      const made = expressions.map((expression) => DFA.fromFA(NFA.fromRegex(expression, { maxCharacter: 0xffff })));
      made.forEach((dfa) => dfa.minimize());
      const complements = made.map((dfa) => dfa.copy());
      complements.forEach((dfa) => dfa.complement());
      const meets = made.flatMap((a) => complements.map((b) => DFA.fromIntersection(a, b)));
      return [...made, ...complements, ...meets].map((dfa) => {
        const { value: shortest } = dfa.wordSets()[Symbol.iterator]().next();
        return `${dfa}\n${JSON.stringify(shortest)}`;
      });
    };
    const packedRefa = createRequire(__filename)('../lib/kept/refa.js') as typeof refa;
    expect(automata(packedRefa)).toEqual(automata(refa));
    expect(packedRefa).not.toHaveProperty('JS');
  });

  test('holds each module once: a class is the same from every entry', () => {
    const modules = paths.filter((name) => name.startsWith('lib/bundle/'))
      .flatMap((name) => [...fs.readFileSync(path.join(ROOT, name), 'utf8').replaceAll('\\\n', '').matchAll(/"(lib\/[^"]*\.js)"(?:\(|:\(function\()/g)].map(([, module]) => module));
    expect(modules).toContain('lib/mesh-service.js');
    expect(modules).toEqual([...new Set(modules)]);
  });

  test('holds classes under their own names', () => {
    const library = Object.entries(createRequire(__filename)('../lib/index.js') as Record<string, unknown>);
    const classes = library.filter((entry): entry is [string, () => unknown] => typeof entry[1] === 'function');
    expect(classes.map(([, value]) => value.name)).toEqual(classes.map(([name]) => name));
    expect(classes.length).toBeGreaterThan(40);
  });

  test('is at most 1 MB', () => {
    expect(packed.size).toBeLessThanOrEqual(MAX_PACKED_BYTES);
  });

  test('has a program that may be executed', () => {
    // jsii's own output is 0644, and pip keeps the mode it finds.
    expect((packed.files.find((file) => file.path === 'bin/mesh-access')?.mode ?? 0) & 0o111).toBe(0o111);
  });

  test('exports only files that are there', () => {
    const { exports, typesVersions } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
      exports: Record<string, string | Record<string, string>>;
      typesVersions: Record<string, Record<string, string[]>>;
    };
    const targets = [
      ...Object.values(exports).flatMap((target) => typeof target === 'string' ? [target] : Object.values(target)),
      ...Object.values(typesVersions).flatMap((versions) => Object.values(versions).flat()),
    ].filter((target) => !target.includes('*'));
    expect(targets.map((target) => path.posix.normalize(target)).filter((target) => !paths.includes(target))).toEqual([]);
  });
});
