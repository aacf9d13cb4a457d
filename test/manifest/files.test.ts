import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { readPaths } from '../../src/manifest';

const root = mkdtempSync(join(tmpdir(), 'manifests-'));
afterAll(() => rmSync(root, { recursive: true }));

const account = (name: string): string => `apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ${name}}\n`;

beforeAll(() => {
  mkdirSync(join(root, 'dist/b'), { recursive: true });
  mkdirSync(join(root, 'empty'));
  writeFileSync(join(root, 'dist/b/2.yml'), account('two'));
  writeFileSync(join(root, 'dist/a.yaml'), account('one'));
  writeFileSync(join(root, 'dist/c.json'), '{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "three"}}');
  writeFileSync(join(root, 'dist/notes.txt'), 'not read');
  symlinkSync(join(root, 'dist'), join(root, 'dist/b/loop'));
  writeFileSync(join(root, 'latin1.yaml'), Buffer.from([0x61, 0x3a, 0x20, 0xe9]));
  writeFileSync(join(root, 'utf16.yaml'), Buffer.from('\uFEFFa: 1', 'utf16le'));
  writeFileSync(join(root, 'plain'), account('named'));
});

function read(...names: string[]): { names: string[]; problems: string[] } {
  const { manifests, problems } = readPaths(names.map((name) => join(root, name)));
  return {
    names: manifests.objects.map(({ object }) => object.metadata.name),
    problems: problems.map(({ code, origin }) => `${relative(root, origin.file ?? '')} ${code}`),
  };
}

test.each<[string[], string[], string[]]>([
  [['dist'], ['one', 'two', 'three'], []],
  [['dist/c.json', 'dist/a.yaml'], ['three', 'one'], []],
  [['plain'], ['named'], []],
  [['empty'], [], ['empty no-manifests']],
  [['nowhere', 'plain'], ['named'], ['nowhere unreadable-file']],
  [['latin1.yaml', 'utf16.yaml', 'plain'], ['named'], ['latin1.yaml not-utf8', 'utf16.yaml not-utf8']],
  [['dist/notes.txt'], [], ['dist/notes.txt not-an-object']],
  [[], [], []],
])('%j', (paths, names, problems) => {
  expect(read(...paths)).toEqual({ names, problems });
});
