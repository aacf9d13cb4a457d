import type { AccessGraph } from '../../../access-graph';
import type { GuardrailFinding } from '../../../guardrail';
import { GraphCallerKind, type GraphEdge } from '../../../graph-elements';
import type { Scope } from '../built-in';

export const NO_CALLS_BETWEEN_ENVIRONMENTS = { id: 'no-calls-between-environments', description: 'calls stay in their environment' };

export interface Environments {
  /** By name of a namespace, or a pattern with one `*` at either end. */
  readonly namespaces: Readonly<Record<string, string>>;
  /** Namespaces that serve every environment. */
  readonly shared: readonly string[];
}

type EnvironmentOf = (namespace: string) => string | undefined;

export function callsBetweenEnvironments(graph: AccessGraph, scope: Scope, environments: Environments): GuardrailFinding[] {
  const of: EnvironmentOf = (namespace) => (
    graph.namespace(namespace)?.environment ?? matching(environments.namespaces, namespace) ?? graph.environment
  );
  const isShared = (namespace: string): boolean => environments.shared.some((pattern) => matches(pattern, namespace));
  const namespaces = [...graph.namespaces.map(({ name }) => name), ...graph.edges.flatMap(({ caller }) => caller.namespace ?? [])];
  const all = new Set(namespaces.flatMap((name) => of(name) ?? []));
  return graph.edges.filter(({ callee }) => scope.includes(callee)).flatMap((edge) => {
    const namespace = edge.callee.split('/')[0];
    if (isShared(namespace)) return [];
    const found = edge.caller.kind === GraphCallerKind.ANYONE ? openTo(edge, of(namespace), all) : crossing(edge, namespace, of, isShared);
    return found === undefined ? [] : [{ ...found, what: `${found.what}${scope.because(edge.callee)}` }];
  });
}

/** Anyone is of every environment. */
function openTo({ callee, construct }: GraphEdge, environment: string | undefined, all: ReadonlySet<string>): GuardrailFinding | undefined {
  const others = [...all].filter((name) => name !== environment).sort();
  if (others.length === 0) return undefined;
  return { construct, what: `anyone may call \`${callee}\`${inside(environment)}, \`${others.join('`, `')}\` among them`, repair: 'name its callers' };
}

/** Who has no namespace, only addresses, has no environment either. */
function crossing(
  { callee, caller, construct }: GraphEdge, namespace: string, of: EnvironmentOf, isShared: (namespace: string) => boolean,
): GuardrailFinding | undefined {
  if (caller.namespace === undefined || isShared(caller.namespace)) return undefined;
  const [from, to] = [of(caller.namespace), of(namespace)];
  if (from === to) return undefined;
  const call = `\`${caller.name}\`${inside(from)} may call \`${callee}\`${inside(to)}`;
  if (from !== undefined && to !== undefined) return { construct, what: call, repair: 'call what is in the same environment' };
  const unknown = from === undefined ? caller.namespace : namespace;
  return { construct, what: `${call}, and the environment of namespace \`${unknown}\` is not known`, repair: 'give it in `MeshNamespace`, or name the namespace in `environments` or `shared`' };
}

function inside(environment: string | undefined): string {
  return environment === undefined ? '' : ` of \`${environment}\``;
}

/** The longest pattern decides, so that their order does not. */
function matching(patterns: Readonly<Record<string, string>>, namespace: string): string | undefined {
  const [best] = Object.keys(patterns).filter((pattern) => matches(pattern, namespace)).sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return best === undefined ? undefined : patterns[best];
}

function matches(pattern: string, namespace: string): boolean {
  if (pattern.endsWith('*')) return namespace.startsWith(pattern.slice(0, -1));
  return pattern.startsWith('*') ? namespace.endsWith(pattern.slice(1)) : namespace === pattern;
}
