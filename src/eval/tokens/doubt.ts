import { refsText } from '../refs';
import { partOf, type TokenRule } from './rule';

const doubts = new WeakMap<readonly TokenRule[], { readonly text: string | undefined }>();

/**
 * Why nothing is known of what these rules make of a request, if so:
 * - One whose method, path or host is looked at for tokens, set or taken out may go nowhere.
 * - Envoy asks them one after the other, and each takes out first what it may set: what one writes another may read, or find gone.
 * - An issuer or subject that is taken apart into words is a list, and no principal is made of that.
 */
export function doubtOf(rules: readonly TokenRule[]): string | undefined {
  let known = doubts.get(rules);
  if (known === undefined) doubts.set(rules, known = { text: found(rules) });
  return known.text;
}

function found(rules: readonly TokenRule[]): string | undefined {
  for (const rule of rules) {
    const of = refsText([rule.ref]);
    const part = [...rule.rewrites, ...readIn(rule)].find((p) => !p.startsWith('header ') || p.startsWith('header :'));
    if (part !== undefined) return `${of} looks at the ${NAMES[part] ?? part} for a token, or rewrites it`;
    if (rule.words.some((claim) => claim === 'iss' || claim === 'sub')) return `${of} takes issuer or subject for a list of words`;
    const reader = rules.find((other) => readIn(other).some((p) => rule.sets.includes(p)));
    if (reader !== undefined) return `${of} writes a header in which ${reader === rule ? 'it' : refsText([reader.ref])} looks for tokens`;
  }
  return undefined;
}

const NAMES: Readonly<Record<string, string>> = { hosts: 'host', methods: 'method', paths: 'path' };

function readIn({ places }: TokenRule): readonly string[] {
  return places.flatMap(({ inHeader }) => (inHeader === undefined ? [] : partOf(inHeader)));
}
