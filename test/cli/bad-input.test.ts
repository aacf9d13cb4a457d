import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCli } from '../../src/cli/program';

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: b}\nspec: {ports: [{port: 80}]}\n';
const ACCOUNT = 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: a\n  namespace: b\n';
const NAMED = (name: string): string => ACCOUNT.replace('name: a', `name: ${name}`);
const aliases = (name: string): string => `[${Array.from({ length: 10 }, () => `*${name}`).join(', ')}]`;
const BOMB = `a: &a [x, x]\n${[...'bcdefghi'].map((c, i) => `${c}: &${c} ${aliases('abcdefgh'[i])}\n`).join('')}`;

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** Where it leads. */
  readonly links?: Readonly<Record<string, string>>;
  readonly argv?: readonly string[];
  readonly exit?: number;
  readonly out?: string;
  readonly err?: string | RegExp;
}

const REFUSED: readonly Case[] = [
  { name: 'a path that is not there', files: {}, err: 'in: [unreadable-file] cannot be read (ENOENT); there is no such file or directory, seen from `<here>`\n' },
  { name: 'a path that is nearly there', files: { 'manifests/in.yaml': SERVICE }, argv: ['matrix', 'manifest/in.yaml'], err: 'manifest/in.yaml: [unreadable-file] cannot be read (ENOENT); did you mean `manifests/in.yaml`?\n' },
  { name: 'a path through a file', files: { in: SERVICE }, argv: ['matrix', 'in/a.yaml'], err: 'in/a.yaml: [unreadable-file] cannot be read (ENOTDIR); one of the names on its way is a file\n' },
  { name: 'a directory without manifests', files: { 'in/notes.txt': '' }, err: 'in: [no-manifests] the directory holds no manifests; name one with `*.yaml`, `*.yml` or `*.json` files\n' },
  { name: 'an empty file', files: { in: '' }, err: '[no-manifests] there are no documents in `in`; name what holds manifests\n' },
  { name: 'comments alone', files: { in: '# a\n---\n# b\n' }, err: '[no-manifests] there are no documents in `in`; name what holds manifests\n' },
  { name: 'YAML that does not parse', files: { in: 'a: [\nb: c\n' }, err: /^in:2: \[yaml-syntax\] flow sequence/ },
  { name: 'text that is no object', files: { in: 'just text\n' }, err: 'in:1: [not-an-object] must be a Kubernetes object, got `just text` (a string)\n' },
  { name: 'a list of objects', files: { in: '- a\n' }, err: 'in:1: [not-an-object] must be a Kubernetes object, got `[…]` (a list)\n' },
  { name: 'null', files: { in: 'null\n' }, err: 'in:1: [not-an-object] must be a Kubernetes object, got `null` (nothing)\n' },
  {
    name: 'two objects with the same identity', files: { in: `${SERVICE}---\n${SERVICE.replace('80', '81')}` },
    err: 'in:6: metadata.name: [duplicate-object] Service `b/a` is given twice, and not the same, first at in:1; remove one of them\n',
  },
  { name: 'bytes', files: { in: Uint8Array.from({ length: 256 }, (_, i) => i) }, err: 'in: [not-utf8] the file is not UTF-8 text; save it as UTF-8\n' },
  { name: 'zeros', files: { in: new Uint8Array(8) }, err: /^in:1: \[not-an-object\] must be a Kubernetes object, got/ },
  {
    name: 'UTF-16', files: { in: Buffer.from(`\ufeff${SERVICE}`, 'utf16le') },
    err: 'in: [not-utf8] the file is UTF-16 text; save it as UTF-8; in PowerShell, `| Out-File -Encoding utf8`\n',
  },
  { name: 'tabs', files: { in: 'apiVersion: v1\nkind: Service\nmetadata:\n\tname: a\n' }, err: 'in:4: [yaml-syntax] tabs are not allowed as indentation\n' },
  { name: 'a bomb of aliases', files: { in: BOMB }, err: 'in:6: [alias-bomb] aliases expand to more than 100000 values\n' },
  {
    name: 'a kustomization, a chart and other files', files: { 'in/a.yaml': 'a: b\n', 'in/b/Chart.yaml': 'apiVersion: v2\nname: b\n', 'in/c/kustomization.yaml': 'resources: [c.yaml]\n' },
    err: [
      'in/a.yaml:1: [not-an-object] a Kubernetes object needs `apiVersion` and `kind`, strings; name the files or directories that hold manifests',
      'in/b/Chart.yaml:1: kind: [not-an-object] a Kubernetes object needs `kind`, a string; give what `helm template` prints',
      'in/c/kustomization.yaml:1: [not-an-object] a Kubernetes object needs `apiVersion` and `kind`, strings; give what `kustomize build` prints\n',
    ].join('\n'),
  },
  {
    name: 'the top of a repository',
    files: { 'in/a.yaml': SERVICE, ...Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`in/node_modules/p${i + 10}/package.json`, '{"name": "p"}\n'])), 'in/z/tsconfig.json': '{}\n' },
    err: [
      ...Array.from({ length: 10 }, (_, i) => `in/node_modules/p${i + 10}/package.json:1: [not-an-object] a Kubernetes object needs \`apiVersion\` and \`kind\`, strings; name the files or directories that hold manifests`),
      '[not-an-object] 31 more documents are no Kubernetes objects, 30 of them below `in/node_modules`; name the files or directories that hold manifests\n',
    ].join('\n'),
  },
  { name: 'a template that is YAML', files: { in: SERVICE.replace('{name: a,', '{name: {{ .Values.name }},') }, err: 'in:3: [yaml-syntax] is a template, `{{ .Values.name }}`; give what comes of it, as `helm template` prints it\n' },
  { name: 'an alias of itself', files: { in: 'a: &a [*a]\n' }, err: 'in:1: [yaml-syntax] alias `a` stands inside its own anchor\n' },
  { name: 'a key twice', files: { in: `${SERVICE}kind: Pod\n` }, err: 'in:5: [duplicate-key] key `kind` is given twice; kubectl would silently take the last one\n' },
  { name: 'a key that is no string', files: { in: `${SERVICE}[a]: b\n` }, err: 'in:5: [yaml-syntax] a key must be a string\n' },
  { name: 'a number beyond numbers', files: { in: SERVICE.replace('80', '9'.repeat(400)) }, err: 'in:4: spec.ports[0].port: [wrong-type] must be an integer, got `Infinity` (a number)\n' },
  { name: 'lists in lists', files: { in: `a: ${'['.repeat(100_000)}` }, err: 'in:1: [too-deep] nests deeper than 100 levels\n' },
  { name: 'a scalar of 100 MB', files: { in: Buffer.alloc(100_000_000, 'x') }, err: 'in:1: [too-large] has more than 32 MiB; split it into documents\n' },
  { name: 'a link that leads nowhere', files: { 'in/a.yaml': SERVICE }, links: { 'in/b.yaml': 'nowhere' }, err: 'in/b.yaml: [unreadable-file] cannot be read (ENOENT); it is a link that leads nowhere\n' },
  { name: 'a directory as a file of suppressions', files: { in: ACCOUNT, 'd/x': '' }, argv: ['audit', 'in', '--suppressions', 'd'], err: 'd: [unreadable-file] cannot be read (EISDIR); name a file of suppressions; it is a directory\n' },
  { name: 'a directory of no case files', files: { 'in/x': '' }, argv: ['test', 'in'], err: 'in: [empty-directory] holds nothing of what this command reads; name files\n' },
  { name: 'an empty MeshConfig', files: { in: SERVICE, mesh: '# none\n---\n' }, argv: ['matrix', 'in', '--mesh-config', 'mesh'], err: 'mesh: [no-mesh-config] holds nothing; look at what was to write it\n' },
  { name: 'names that are a bomb of aliases', files: { in: SERVICE, names: BOMB }, argv: ['diff', 'in', 'in', '--rename', 'names'], err: 'names: [alias-bomb] aliases expand to more than 100000 values\n' },
  { name: 'names in several documents', files: { in: SERVICE, names: 'namespaces: {a: b}\n---\nhosts: {a: b}\n' }, argv: ['diff', 'in', 'in', '--rename', 'names'], err: 'names: [bad-yaml] holds several documents; give one\n' },
  { name: 'an empty trust domain', files: { in: SERVICE }, argv: ['matrix', 'in', '--trust-domain', ''], err: '`--trust-domain` is empty; give a value or leave the option out\n' },
  {
    name: 'an empty alias and root namespace', files: { in: SERVICE }, argv: ['audit', 'in', '--trust-domain-alias', '', '--root-namespace', ' '],
    err: '`--trust-domain-alias` is empty; give a value or leave the option out\n`--root-namespace` is empty; give a value or leave the option out\n',
  },
  { name: 'a file where a project is to begin', files: { in: '' }, argv: ['init', 'in/access'], err: /^in\/access.*: cannot be written \(ENOTDIR\); nothing was written\n$/ },
];

const GOOD: readonly Case[] = [
  { name: 'a loop of links', files: { 'in/a.yaml': SERVICE }, links: { 'in/again': '.' } },
  { name: 'one file by several paths', files: { 'in/data/a.yaml': SERVICE }, links: { 'in/a.yaml': 'data/a.yaml', 'in/current': 'data' }, argv: ['matrix', 'in', 'in/a.yaml', 'in'] },
  { name: 'a mark of UTF-8', files: { in: `\ufeff${SERVICE}` } },
  { name: 'CRLF', files: { in: SERVICE.replaceAll('\n', '\r\n') } },
  { name: 'documents without content', files: { in: `---\n---\n# a\n---\n${SERVICE}---\n` } },
  { name: 'a List', files: { in: `apiVersion: v1\nkind: List\nitems:\n- ${SERVICE.trim().replaceAll('\n', '\n  ')}\n` } },
  { name: 'JSON', files: { 'in/a.json': '{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a", "namespace": "b"}, "spec": {"ports": [{"port": 80}]}}' } },
  {
    name: 'JSON objects one a line', files: { in: '{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "b"}}\n{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a", "namespace": "b"}, "spec": {"ports": [{"port": 80}]}}\n' },
  },
  { name: 'two objects that are the same', files: { in: `${SERVICE}---\n${SERVICE}` }, err: 'in:6: Service b/a is given again, as at in:1, and taken once\n' },
  {
    name: 'kinds that are about something else', files: { in: ['Secret', 'PersistentVolumeClaim', 'Secret'].map((kind, i) => `apiVersion: v1\nkind: ${kind}\nmetadata: {name: a${i}}\n---\n`).join('') + SERVICE },
    err: 'not looked at, since they decide nothing about calls: 1 PersistentVolumeClaim, 2 Secret\n',
  },
  {
    name: 'a kustomization beside what it is for', files: { 'in/a.yaml': SERVICE, 'in/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\nnamespace: c\n' },
    err: 'in/kustomization.yaml:1: Kustomization is not taken into account (kustomize makes other objects of these files: give what `kustomize build` prints)\n',
  },
  { name: 'aliases within bounds', files: { in: 'apiVersion: v1\nkind: Service\nmetadata: {name: &n a, namespace: b, labels: {app: *n}}\nspec: {ports: [{port: 80}]}\n' } },
];

const READ = GOOD.map((one): Case => ({ exit: 0, out: 'b/a:80 (no workload in the manifests)\n  anybody  undetermined: its pods are not among the manifests\n', ...one }));

const before = process.cwd();
const directory = mkdtempSync(join(tmpdir(), 'mesh-access-'));
afterAll(() => rmSync(directory, { recursive: true }));
afterEach(() => process.chdir(before));

test.each([...REFUSED, ...READ])('$name', async ({ name, files, links = {}, argv = ['matrix', 'in'], exit = 2, out = '', err = '' }) => {
  const here = join(directory, name.replaceAll(' ', '-'));
  mkdirSync(here);
  process.chdir(here);
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  for (const [file, target] of Object.entries(links)) symlinkSync(target, file);
  const printed = { out: '', err: '' };
  const code = await runCli(argv, { out: (text) => void (printed.out += text), err: (text) => void (printed.err += text) });
  printed.err = printed.err.replaceAll(process.cwd(), '<here>');
  expect({ code, ...printed }).toEqual({ code: exit, out, err: typeof err === 'string' ? err : expect.stringMatching(err) });
});

test('50,000 documents', async () => {
  const file = join(directory, 'many.yaml');
  writeFileSync(file, Array.from({ length: 50_000 }, (_, i) => NAMED(`a${i}`)).join('---\n'));
  let out = '';
  const started = process.cpuUsage();
  expect(await runCli(['audit', file], { out: (text) => void (out += text), err: () => undefined })).toBe(0);
  expect(out).toMatch(/^nothing found/);
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(20);
});
