import { parse, stringify } from 'yaml';
import type { Random } from './random';

const TEXTS = [
  '', '*', '**', '/*', '/**', '{*}', '{**}', '/a/{*}/b', '*x*', '\u0000', '\u202e', 'é', '\ud83d\ude00', '__proto__', 'constructor', 'toString', '-', '.', '/', '//', '%2f', '%', '\\', '\'', '"', '`', '\n', 'a\nb', ' ',
  '10.0.0.0/8', '10.0.0.1/8', '0.0.0.0/0', '::/0', 'fe80::1%eth0', '999.1.1.1', 'cluster.local/ns/a/sa/b', 'cluster.local/ns/*/sa/b', 'spiffe://x', 'istio-system', 'default', 'ALLOW', 'DENY', 'CUSTOM', 'AUDIT',
  'a'.repeat(64), 'a'.repeat(300), 'a/'.repeat(50), '~', 'null', 'true', '1', '0x10', '1e3', '.inf', '-0', '080', '2024-01-01', 'shop', 'shop/frontend', '*.svc.cluster.local', '(a+)+$',
];
const VALUES: readonly unknown[] = [null, true, false, 0, -1, 1, 80, 65535, 65536, 2 ** 53, 1e308, 1.5, -0, [], {}, [null], [[]], { a: null }, [{}], { '': '' }];
const KEYS = [
  'from', 'to', 'rules', 'when', 'ports', 'spec', 'metadata', 'selector', 'matchLabels', 'matchExpressions', 'principals', 'notPrincipals', 'paths', 'action', 'targetRefs', 'ipBlock', 'except', 'podSelector', 'mtls', 'labels',
  '__proto__', 'constructor', '', 'a b', 'é', '1', 'true', 'items', 'namespace', 'name', 'annotations', 'port', 'endPort', 'protocol', 'targetPort', 'hosts', 'exportTo', 'egress', 'ingress', 'policyTypes',
];
const MARKUP = ['\n', '\t', '- ', ': ', '{', '[', '}', ']', '"', '\'', '&a ', '*a', '!!str ', '|', '>', '#', '---\n', '...\n', '%', '? ', '\r', ' ', '  ', '\u00a0', '\ufeff', '<<: ', ',', '\u0000', '\u2028'];

/** Another manifest, in its structure or in its text; with its value where there is one. */
export function mutated(text: string, random: Random): string {
  let result = text;
  for (let left = 1 + random.nat(3); left > 0; left--) result = random.nat(3) === 0 ? textual(result, random) : structural(result, random);
  return result;
}

function structural(text: string, random: Random): string {
  let value: unknown;
  try {
    value = parse(text, { uniqueKeys: false, maxAliasCount: 100 });
  } catch {
    return textual(text, random);
  }
  const changed = changedIn(value, random);
  const style = random.nat(4);
  try {
    return style === 0 ? JSON.stringify(changed) ?? '' : stringify(changed, style === 1 ? { collectionStyle: 'flow', lineWidth: 0 } : { lineWidth: 0 });
  } catch {
    return textual(text, random);
  }
}

type Place = readonly [holder: Record<string | number, unknown>, key: string | number];

function changedIn(value: unknown, random: Random): unknown {
  const places: Place[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const holder = node as Record<string | number, unknown>;
    for (const key of Array.isArray(node) ? node.keys() : Object.keys(node)) {
      places.push([holder, key]);
      walk(holder[key]);
    }
  };
  walk(value);
  if (places.length === 0) return random.of(VALUES);
  const [holder, key] = random.of(places);
  const [other, at] = random.of(places);
  random.of(CHANGES)(holder, key, random, other[at]);
  return value;
}

type Change = (holder: Record<string | number, unknown>, key: string | number, random: Random, other: unknown) => void;

const CHANGES: readonly Change[] = [
  (holder, key) => remove(holder, key),
  (holder, key, random) => void (holder[key] = random.of(TEXTS)),
  (holder, key, random) => void (holder[key] = random.of(VALUES)),
  (holder, key, _random, other) => void (holder[key] = structuredClone(other)),
  (holder, key, random) => rename(holder, key, random.of(KEYS)),
  (holder, _key, random) => Array.isArray(holder) || set(holder, random.of(KEYS), random.of([...TEXTS, ...VALUES])),
  (holder, key, random) => void (holder[key] = [holder[key], random.of(TEXTS)]),
  (holder, key) => Array.isArray(holder) && holder.push(structuredClone(holder[Number(key)])),
  (holder, key, random) => void (holder[key] = cut(String(holder[key]), random) + random.of(TEXTS)),
];

function remove(holder: Record<string | number, unknown>, key: string | number): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

function rename(holder: Record<string | number, unknown>, key: string | number, name: string): void {
  const value = holder[key];
  if (Array.isArray(holder)) return;
  delete holder[key];
  set(holder, name, value);
}

/** `__proto__` as a key like others. */
function set(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function textual(text: string, random: Random): string {
  const lines = text.split('\n');
  const line = random.nat(lines.length);
  const at = random.nat(text.length + 1);
  switch (random.nat(8)) {
    case 0: return text.slice(0, at) + random.of(MARKUP) + text.slice(at);
    case 1: return text.slice(0, at) + text.slice(at + 1 + random.nat(12));
    case 2: return [...lines.slice(0, line), ...lines.slice(line + 1)].join('\n');
    case 3: return [...lines.slice(0, line), lines[line], ...lines.slice(line)].join('\n');
    case 4: return [...lines.slice(0, line), ' '.repeat(1 + random.nat(3)) + lines[line], ...lines.slice(line + 1)].join('\n');
    case 5: return [...lines.slice(0, line), lines[line].replace(/^ {1,2}/, ''), ...lines.slice(line + 1)].join('\n');
    case 6: return [...lines.slice(0, line), random.of(lines), ...lines.slice(line)].join('\n');
    default: return [...lines.slice(0, line), cut(lines[line], random)].join('\n');
  }
}

function cut(text: string, random: Random): string {
  return text.slice(0, random.nat(text.length + 1));
}
