import type { RuleRef } from '../../eval/types';
import type { SidecarEgress } from '../../manifest/kinds';

/** Lists in which the first that matches decides. */
const ORDERED = ['http', 'tls', 'tcp', 'rules'];

/** What a rule or an object says, not what it is called: and lists without an order in one order. */
export function contentsOf(ref: RuleRef): readonly string[] {
  return apart(saidAt(ref), ref).map((each) => `${ref.source.object.kind} ${JSON.stringify(inOneOrder(each, ''))}`);
}

const texts = new WeakMap<object, Map<string, string>>();

/** To the letter. Every caller whom a rule is about asks for it. */
export function sayingText(ref: RuleRef): string {
  const { source: { object }, path } = ref;
  const known = texts.get(object) ?? new Map<string, string>();
  texts.set(object, known);
  const text = known.get(path) ?? `${object.kind} ${JSON.stringify(saidAt(ref))}`;
  known.set(path, text);
  return text;
}

/** Of a listener that is in doubt: what it asks of clients, whatever its hosts are. */
export function tlsOf(ref: RuleRef): readonly string[] {
  const { tls, bind, protocol } = (saidAt(ref) ?? {}) as { readonly tls?: unknown; readonly bind?: unknown; readonly protocol?: unknown };
  return [JSON.stringify(inOneOrder({ tls, bind, protocol }, ''))];
}

function saidAt({ source, path }: RuleRef): unknown {
  let value: unknown = source.object;
  for (const key of path === '' ? ['spec'] : path.match(/[^.[\]]+/g) ?? []) value = (value as Readonly<Record<string, unknown>> | undefined)?.[key];
  return value;
}

/** A list for each of its items, a rule of a route for each of its matches that requests do not decide: this one it takes. */
function apart(value: unknown, { source: { object } }: RuleRef): readonly unknown[] {
  if (object.kind === 'Sidecar' && Array.isArray(value)) return value.map((listener) => listenerOf(listener as SidecarEgress, object.metadata.namespace ?? 'default'));
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null) return [value];
  const { match, matches, ...rule } = { ...value, name: undefined } as Readonly<Record<string, unknown>>;
  const all = match ?? matches;
  if (!Array.isArray(all)) return [value];
  return [rule, ...all.filter((one) => !isPlain(one as object))];
}

/** As the requests of each part are told apart by. */
function isPlain(match: object): boolean {
  return Object.keys(match).every((key) => ['name', 'uri', 'path', 'method', 'headers'].includes(key)) && !/"regex"|"RegularExpression"/.test(JSON.stringify(match));
}

/** Whatever its port is called, and its own namespace. */
function listenerOf({ port, hosts, ...listener }: SidecarEgress, namespace: string): object {
  return { ...listener, port: { ...port, name: undefined }, hosts: hosts.map((host) => host.replace(/^\.\//, `${namespace}/`)) };
}

function inOneOrder(value: unknown, key: string): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => inOneOrder(item, ''));
    return ORDERED.includes(key) ? items : items.map((item) => JSON.stringify(item)).sort();
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, inner]) => [name, inOneOrder(inner, name)]));
}
