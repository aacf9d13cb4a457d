import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { buildWorld, can, type Decision, explore, type MeshSettings } from '../../src/eval';
import { contains, type TokenWitness, type Witness } from '../../src/eval/request-set';
import { BEARER } from '../../src/eval/tokens/place';
import { tokenRulesOf } from '../../src/eval/tokens/rule';
import { normalizePath } from '../../src/eval/matcher/normalize';
import type { Manifests } from '../../src/manifest';
import { type Asked, parseAsk } from '../cases/ask';
import { readTexts } from '../manifest/read-texts';

interface Case {
  readonly name: string;
  readonly settings?: Partial<MeshSettings>;
  /** Rules of a policy that selects the backend. */
  readonly allow?: unknown;
  readonly deny?: unknown;
  /** Rules of a policy that is bound to Service shop/backend. */
  readonly bound?: unknown;
  readonly boundDeny?: unknown;
  /** Whole objects, in the order of their age, older than the common ones. */
  readonly objects?: readonly unknown[];
  /** Younger than the common ones. */
  readonly younger?: readonly unknown[];
  /** The order of objects says nothing. */
  readonly ageUnknown?: boolean;
  readonly asks: readonly string[];
}

const DIRECTORY = join(__dirname, '../cases');
/** Each with a world of its own. */
const FILES = ['.', 'ambient'].flatMap((world) => readdirSync(join(DIRECTORY, world)).filter((f) => f.endsWith('.yaml') && f !== 'base.yaml').sort().map((f) => join(world, f)));

const SELECTED = { selector: { matchLabels: { app: 'backend' } } };
const BOUND = { targetRefs: [{ group: '', kind: 'Service', name: 'backend' }] };

function policy(name: string, to: object, action: string, rules: unknown): readonly unknown[] {
  const metadata = { name: `${name}-backend`, namespace: 'shop' };
  return rules === undefined ? [] : [{ apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata, spec: { ...to, action, rules } }];
}

function manifestsOf(base: string, c: Case): Manifests {
  const objects = [
    ...policy('allow', SELECTED, 'ALLOW', c.allow),
    ...policy('deny', SELECTED, 'DENY', c.deny),
    ...policy('bound', BOUND, 'ALLOW', c.bound),
    ...policy('bound-deny', BOUND, 'DENY', c.boundDeny),
    ...(c.objects ?? []),
  ];
  const text = (o: unknown): string => stringify(o, { aliasDuplicateObjects: false });
  return readTexts([...objects.map(text), base, ...(c.younger ?? []).map(text)], 'case.yaml');
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
  const token = http && tokenOf(world, http);
  if (token === 'any') return ANY;
  const witness: Witness = http === undefined
    ? { kind: 'bytes', when: [] }
    : { kind: 'http', method: http.method, host: http.host, path: path!, headers: http.headers, ...(token === undefined ? {} : { token }), when: [] };
  if (contains(allow, witness)) return ['allow'];
  return contains(maybe, witness) ? ANY : ['deny'];
}

/** Signed by the one key of its issuer. Any, where it is not known which it is. */
function tokenOf({ policies }: ReturnType<typeof buildWorld>, request: NonNullable<Asked['http']>): TokenWitness | 'any' | undefined {
  const { token } = request;
  const rules = tokenRulesOf(['shop', 'istio-system'].flatMap((n) => [...policies.in(n).request.all, ...policies.in(n).bound.request]));
  if (rules.some((r) => r.issuer === undefined || (token === undefined && r.places.some((p) => p.carried(request))))) return 'any';
  if (token === undefined) return undefined;
  // In a set an issuer and a subject are one string.
  if (['[iss]', '[sub]'].some((path) => Array.isArray(token.claims[path]))) return 'any';
  const keys = new Set(rules.filter((r) => r.issuer === token.claims['[iss]']).flatMap((r) => r.keys));
  if (keys.size > 1) return 'any';
  const claims = Object.entries(token.claims).map(([path, v]) => [path, typeof v === 'string' ? (path === '[scope]' ? v.split(' ') : v) : v] as const);
  return { at: token.at ?? BEARER, key: token.valid === false ? 'nobody\'s' : [...keys][0] ?? 'another', claims: Object.fromEntries(claims) };
}

function decidedBy(decision: Decision): string {
  return decision.layers.find((l) => l.answer === decision.answer)!.layer;
}

describe.each(FILES)('%s', (file) => {
  const cases = parse(readFileSync(join(DIRECTORY, file), 'utf8')) as Case[];
  const base = readFileSync(join(DIRECTORY, dirname(file), 'base.yaml'), 'utf8');
  test.each(cases.map((c) => [c.name, c] as const))('%s', (_name, c) => {
    const world = buildWorld(manifestsOf(base, c), c.settings, [], { orderIsAge: c.ageUnknown !== true });
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
