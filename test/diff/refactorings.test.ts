import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diffText } from '../../src/cli/output/diff-text';
import { diffAccess } from '../../src/diff';
import { buildWorld, type World } from '../../src/eval';
import { readText } from '../../src/manifest';
import { parse } from 'yaml';
import { part } from '../long';

type Obj = { readonly kind: string; readonly metadata: { readonly namespace?: string } } & Record<string, unknown>;

/** The same said in other words, and a twin of those words in which one thing is another. */
interface Refactoring {
  readonly name: string;
  readonly before: readonly Obj[];
  readonly after: readonly Obj[];
  readonly twin: readonly Obj[];
  /** Of whom or what the twin's diff tells. */
  readonly sees: readonly string[];
}

const DIRECTORY = join(__dirname, 'refactorings');
const read = (file: string): unknown => parse(readFileSync(join(DIRECTORY, file), 'utf8'));
const BASE = read('base.yaml') as readonly Obj[];
const FILES = readdirSync(DIRECTORY).filter((file) => file !== 'base.yaml').sort();

const VERSIONS: Readonly<Record<string, string>> = {
  NetworkPolicy: 'networking.k8s.io/v1', HTTPRoute: 'gateway.networking.k8s.io/v1',
  AuthorizationPolicy: 'security.istio.io/v1', PeerAuthentication: 'security.istio.io/v1', RequestAuthentication: 'security.istio.io/v1',
};

/** Without a namespace in each of the three. */
function everywhere({ metadata, ...object }: Obj): readonly object[] {
  const apiVersion = VERSIONS[object.kind] ?? 'networking.istio.io/v1';
  const isNamed = metadata.namespace !== undefined || object.kind === 'Namespace';
  return (isNamed ? [metadata] : ['shop', 'calm', 'bare'].map((namespace) => ({ ...metadata, namespace }))).map((m) => ({ apiVersion, ...object, metadata: m }));
}

function worldOf(objects: readonly Obj[]): World {
  const { manifests, problems } = readText([...BASE, ...objects].flatMap(everywhere).map((o) => JSON.stringify(o)).join('\n---\n'), 'all.yaml');
  expect(problems).toEqual([]);
  return buildWorld(manifests);
}

const NOTHING = 'no access change\n';

describe.each(FILES)('%s', (file) => {
  test.each(part(read(file) as readonly Refactoring[], 6).map((r) => [r.name, r] as const))('%s', (_name, { before, after, twin, sees }) => {
    const [one, other, changed] = [before, after, twin].map(worldOf);
    expect(diffText(diffAccess({ before: one, after: other }))).toBe(NOTHING);
    expect(diffText(diffAccess({ before: other, after: one }))).toBe(NOTHING);
    for (const text of [diffText(diffAccess({ before: one, after: changed })), diffText(diffAccess({ before: changed, after: one }))]) {
      expect(sees.filter((words) => !text.includes(words))).toEqual([]);
      expect(text).not.toBe(NOTHING);
    }
  });
});
