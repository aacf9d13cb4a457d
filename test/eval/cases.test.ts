import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { buildWorld, can, type Decision, explore, type MeshSettings } from '../../src/eval';
import { contains, type Witness } from '../../src/eval/request-set';
import { normalizePath } from '../../src/eval/matcher/normalize';
import { readText } from '../../src/manifest';
import { type Asked, parseAsk } from '../cases/ask';

interface Case {
  readonly name: string;
  readonly settings?: Partial<MeshSettings>;
  /** Rules of a policy that selects the backend. */
  readonly allow?: unknown;
  readonly deny?: unknown;
  /** Whole objects, in the order of their age, older than the common ones. */
  readonly objects?: readonly unknown[];
  /** Younger than the common ones. */
  readonly younger?: readonly unknown[];
  readonly asks: readonly string[];
}

const DIRECTORY = join(__dirname, '../cases');
const BASE = readFileSync(join(DIRECTORY, 'base.yaml'), 'utf8');
const FILES = readdirSync(DIRECTORY).filter((f) => f.endsWith('.yaml') && f !== 'base.yaml').sort();

function policy(action: string, rules: unknown): unknown {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: `${action.toLowerCase()}-backend`, namespace: 'shop' },
    spec: { selector: { matchLabels: { app: 'backend' } }, action, rules },
  };
}

function manifestsOf(c: Case): ReturnType<typeof readText>['manifests'] {
  const objects = [
    ...(c.allow === undefined ? [] : [policy('ALLOW', c.allow)]),
    ...(c.deny === undefined ? [] : [policy('DENY', c.deny)]),
    ...(c.objects ?? []),
  ];
  const text = (o: unknown): string => stringify(o, { aliasDuplicateObjects: false });
  const { manifests, problems } = readText([...objects.map(text), BASE, ...(c.younger ?? []).map(text)].join('\n---\n'), c.name);
  expect(problems).toEqual([]);
  return manifests;
}

const ANY = ['allow', 'deny', 'undetermined'];

/**
 * Membership in the sets must agree with the concrete answer; where the sets are in doubt, the concrete answer may know more. Several
 * values of one header, and paths that Envoy refuses, are no members of a set.
 */
function symbolicAnswers(world: ReturnType<typeof buildWorld>, { caller, destination, http }: Asked): readonly string[] {
  const { allow, maybe } = explore(world, caller, destination);
  const path = http === undefined ? undefined : normalizePath(http.path, world.settings.pathNormalization);
  if (http !== undefined && (path === undefined || Object.values(http.headers).some((v) => v.includes(',')))) return ANY;
  const witness: Witness = http === undefined
    ? { kind: 'bytes', when: [] }
    : { kind: 'http', method: http.method, host: http.host, path: path!, headers: http.headers, when: [] };
  if (contains(allow, witness)) return ['allow'];
  return contains(maybe, witness) ? ANY : ['deny'];
}

function decidedBy(decision: Decision): string {
  return decision.layers.find((l) => l.answer === decision.answer)!.layer;
}

describe.each(FILES)('%s', (file) => {
  const cases = parse(readFileSync(join(DIRECTORY, file), 'utf8')) as Case[];
  test.each(cases.map((c) => [c.name, c] as const))('%s', (_name, c) => {
    const world = buildWorld(manifestsOf(c), c.settings);
    expect(c.asks.length).toBeGreaterThan(0);
    const answered = c.asks.map((line) => {
      const asked = parseAsk(world, line);
      const decision = can(world, asked.caller, asked.destination, asked.http === undefined ? {} : { http: asked.http });
      const layer = asked.layer === undefined ? '' : ` ${decidedBy(decision)}`;
      const symbolic = symbolicAnswers(world, asked);
      return line.replace(/ => .*$/, ` => ${decision.answer}${layer}${symbolic.includes(decision.answer) ? '' : `, but as a set ${symbolic.join()}`}`);
    });
    expect(answered).toEqual(c.asks);
  });
});
