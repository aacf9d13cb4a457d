import { basename } from 'node:path';
import type { AnyObject, KnownObject } from './kinds';
import { LINKERD_CONCERN, LINKERD_GROUP, type LinkerdObject } from './linkerd/kinds';
import type { ManifestObject, ManifestProblem, Manifests, Origin, Placed, RepeatedObject, UnreadObject } from './manifests';
import { unreadMeshConfigs } from './mesh-config/config-map';
import { patchedGateways } from './validate/gateway-overlay';
import { ingressRoutes } from './validate/ingress-routes';
import { followed } from './validate/references';
import { once, type RawObject } from './validate/repeated';
import { concernOf, ENTRY, REWRITES } from './concerns';
import { misspelt, readerOf } from './known-kinds';
import { targetOf } from './unread-target';
import { Findings, type Code, type Finding } from './schema/finding';
import { isMap } from './schema/kit';
import { parsePath, type Path } from './schema/path';
import { show, typeOf } from './schema/show';

/** What was read, and everything that was wrong. With a problem the manifests must not be used: they lack what was refused. */
export interface ReadResult {
  readonly manifests: Manifests;
  readonly problems: readonly ManifestProblem[];
  /** How many objects were passed over because their kind carries no access, by `apiVersion/kind`. */
  readonly skipped: Readonly<Record<string, number>>;
  /** What is given again, the same, and taken once. */
  readonly repeated: readonly RepeatedObject[];
}

/** One value that may be an object, with its place. `line` finds the line of a key path in the text it came from. */
export interface Candidate {
  readonly value: unknown;
  readonly origin: Origin;
  readonly line?: (path: Path) => number;
  /** Where the object stands in the document: items of a `List` have a path of their own. */
  readonly prefix?: Path;
}

/** Collects the objects of any number of files or constructs. */
export class ManifestCollector {
  private readonly objects: ManifestObject[] = [];
  private readonly unread: RawObject[] = [];
  private readonly problems: ManifestProblem[] = [];
  private readonly skipped = new Map<string, number>();

  problem(problem: ManifestProblem): void {
    this.problems.push(problem);
  }

  add(candidate: Candidate): void {
    const { value } = candidate;
    if (!isMap(value)) {
      this.refuse(candidate, 'not-an-object', `must be a Kubernetes object, got ${show(value)} (${typeOf(value)})`);
      return;
    }
    const { apiVersion, kind } = value;
    if (!isGiven(apiVersion) || !isGiven(kind)) {
      this.refuseOther(candidate, isGiven(kind) ? ['apiVersion'] : isGiven(apiVersion) ? ['kind'] : ['apiVersion', 'kind']);
      return;
    }
    if (isMap(value) && kind.endsWith('List') && Array.isArray(value.items)) this.addItems(candidate, value.items);
    else this.addObject(candidate, value, apiVersion, kind);
  }

  /** With half of what makes an object it is one that is misspelt; with nothing of it, another kind of file. */
  private refuseOther(candidate: Candidate, missing: readonly string[]): void {
    const isOther = missing.length > 1;
    const repair = renderedFrom(candidate.origin.file) ?? (isOther && candidate.origin.file !== undefined ? 'name the files or directories that hold manifests' : undefined);
    const needs = isOther ? '`apiVersion` and `kind`, strings' : `\`${missing[0]}\`, a string`;
    this.refuse(candidate, 'not-an-object', `a Kubernetes object needs ${needs}`, isOther ? '' : missing[0], repair);
  }

  private addItems(candidate: Candidate, items: readonly unknown[]): void {
    const { origin, line, prefix = [] } = candidate;
    items.forEach((value, i) => {
      const path = [...prefix, 'items', i];
      this.add({ value, origin: line === undefined ? origin : { ...origin, line: line(path) }, line, prefix: path });
    });
  }

  private addObject(candidate: Candidate, value: Readonly<Record<string, unknown>>, apiVersion: string, kind: string): void {
    const slash = apiVersion.indexOf('/');
    const group = slash < 0 ? '' : apiVersion.slice(0, slash);
    const version = apiVersion.slice(slash + 1);
    const reader = readerOf(group, kind);
    if (reader === undefined) {
      this.addOther(candidate, value, group, apiVersion, kind);
      return;
    }
    if (group !== reader.group || !reader.versions.includes(version)) {
      const served = reader.group === '' ? reader.versions[0] : `${reader.group}/${reader.versions[0]}`;
      this.refuse(candidate, 'unknown-version', `${kind} has no version ${show(apiVersion)}`, 'apiVersion', `use \`${served}\``);
      return;
    }
    const findings = new Findings();
    const object = reader.read(value, findings);
    if (findings.count > 0) {
      findings.list.forEach((finding) => this.report(candidate, finding));
      return;
    }
    if (reader.carriesNothing?.(object) === true) {
      this.skip(apiVersion, kind);
      return;
    }
    if (isLinkerd(object)) {
      const unread = { ...identityOf(object), origin: candidate.origin, concern: LINKERD_CONCERN, linkerd: placed(object, candidate) };
      this.unread.push({ unread, value: object });
      return;
    }
    const concern = reader.concern?.(object);
    if (concern === undefined) this.objects.push(placed(object, candidate));
    else this.unread.push({ unread: { ...identityOf(object), origin: candidate.origin, ...concern }, value: object });
  }

  private addOther(candidate: Candidate, value: Readonly<Record<string, unknown>>, group: string, apiVersion: string, kind: string): void {
    const metadata = isMap(value.metadata) ? value.metadata : {};
    const name = typeof metadata.name === 'string' ? metadata.name : '';
    const { text: concern, byName, weakens } = concernOf(group, kind);
    const meant = byName ? undefined : misspelt(group, kind);
    if (meant !== undefined) {
      this.refuse(candidate, 'unknown-kind', `${show(kind)} is not a kind of ${show(apiVersion)}`, 'kind', `did you mean \`${meant}\`?`);
      return;
    }
    if (concern === undefined) {
      this.skip(apiVersion, kind);
      return;
    }
    const namespace = typeof metadata.namespace === 'string' ? { namespace: metadata.namespace } : {};
    const weakening = weakens === undefined ? {} : { weakens, ...targetOf(value) };
    this.unread.push({ unread: { apiVersion, kind, name, ...namespace, origin: candidate.origin, concern, ...weakening }, value });
  }

  private skip(apiVersion: string, kind: string): void {
    const key = `${apiVersion}/${kind}`;
    this.skipped.set(key, (this.skipped.get(key) ?? 0) + 1);
  }

  private refuse(candidate: Candidate, code: Code, message: string, path = '', repair?: string): void {
    this.report(candidate, { code, path, message, repair });
  }

  private report({ origin, line, prefix = [] }: Candidate, finding: Finding): void {
    const { repair, value, ...rest } = finding;
    const at = line?.([...prefix, ...parsePath(finding.path) ?? []]);
    this.problems.push({
      ...rest,
      origin,
      ...(at === undefined ? {} : { line: at }),
      ...(value === undefined ? {} : { value }),
      ...(repair === undefined ? {} : { repair }),
    });
  }

  result(): ReadResult {
    const { objects: given, unread, repeated, problems: different } = once(this.objects, this.unread);
    const { objects, problems: dangling } = followed(given);
    const problems = [...this.problems, ...dangling, ...different];
    const skipped = [...this.skipped].sort(([a], [b]) => a < b ? -1 : 1);
    const found = [...ingressRoutes(objects), ...halfRead(objects), ...patchedGateways(objects), ...unreadMeshConfigs(objects)];
    return { manifests: { objects, unread: [...unread, ...found] }, problems, skipped: Object.fromEntries(skipped), repeated };
  }
}

function isGiven(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Files that stand among manifests, and are what other programs make manifests of. */
const RENDERED: readonly (readonly [file: RegExp, program: string])[] = [
  [/^kustomization\.ya?ml$/i, 'kustomize build'],
  [/^(?:Chart|values.*)\.ya?ml$/, 'helm template'],
];

function renderedFrom(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const program = RENDERED.find(([names]) => names.test(basename(file)))?.[1];
  return program && `give what \`${program}\` prints`;
}

/** By their group: a kind of theirs has the name of one of Istio's. */
function isLinkerd(object: KnownObject | LinkerdObject): object is LinkerdObject {
  return object.apiVersion.startsWith(`${LINKERD_GROUP}/`);
}

function identityOf({ apiVersion, kind, metadata: { name, namespace } }: AnyObject): Omit<UnreadObject, 'origin' | 'concern'> {
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** Whom the API server asks is read, and what they make of objects is not; where an Ingress leads, and not whom it lets in. */
const HALF_READ: Readonly<Record<string, string>> = { MutatingWebhookConfiguration: REWRITES, Ingress: ENTRY };

function halfRead(objects: readonly ManifestObject[]): readonly UnreadObject[] {
  return objects.flatMap(({ object, origin }) => {
    const concern = HALF_READ[object.kind];
    return concern === undefined ? [] : [{ ...identityOf(object), origin, concern }];
  });
}

function placed<T extends AnyObject>(object: T, { origin, line, prefix = [] }: Candidate): Placed<T> {
  if (line === undefined) return { object, origin };
  return {
    object,
    origin,
    lineOf: (text) => {
      const path = parsePath(text);
      return path === undefined ? undefined : line([...prefix, ...path]);
    },
  };
}
