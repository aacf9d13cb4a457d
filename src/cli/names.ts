import type { Names } from '../diff/rename';
import { nearest } from '../manifest/schema/nearest';
import type { Manifests } from '../manifest';
import { plainValue } from '../manifest/text/plain';
import { splitDocuments } from '../manifest/text/split';
import { textOf } from './input';
import { InputError } from './io';

export interface RenameOptions {
  readonly renameNamespace?: readonly string[];
  readonly rename?: string;
}

const KEYS = ['namespaces', 'trustDomains', 'hosts', 'labels'];

/** What is called otherwise, of a file and of options. Two that become one would hide what differs between them. */
export function namesOf({ renameNamespace = [], rename }: RenameOptions): Names | undefined {
  if (renameNamespace.length === 0 && rename === undefined) return undefined;
  const names = rename === undefined ? {} : readNames(rename);
  const own = Object.fromEntries(renameNamespace.map((text) => {
    const [, from, to] = /^([^=]+)=([^=]+)$/.exec(text) ?? [];
    if (from === undefined) throw new InputError([`[bad-name] not two names, got \`${text}\`; write \`old=new\``]);
    return [from, to] as const;
  }));
  return { ...names, namespaces: { ...names.namespaces, ...own } };
}

/** A namespace that is not there is a slip, and one that is there already would become two. */
export function checkNames({ namespaces = {} }: Names, { objects }: Manifests): void {
  const known = new Set(objects.map(({ object: { kind, metadata } }) => (kind === 'Namespace' ? metadata.name : metadata.namespace ?? 'default')));
  const problems = Object.entries(namespaces).flatMap(([from, to]) => {
    if (!known.has(from)) {
      const close = nearest(from, [...known].sort());
      return [`[unknown-namespace] no object of the old manifests is in \`${from}\`${close === undefined ? '' : `; did you mean \`${close}\`?`}`];
    }
    const isTaken = known.has(to) && namespaces[to] === undefined && to !== from;
    const isShared = Object.entries(namespaces).some(([other, name]) => name === to && other < from);
    return isTaken || isShared ? [`[ambiguous-name] another namespace of the old manifests is \`${to}\`, too; give each a name of its own`] : [];
  });
  if (problems.length > 0) throw new InputError(problems);
}

function readNames(file: string): Names {
  const text = textOf(file, 'name a file with `namespaces`, `trustDomains`, `hosts` or `labels`');
  if (splitDocuments(text).length > 1) throw new InputError([`${file}: [bad-yaml] holds several documents; give one`]);
  const { value, faults } = plainValue(text);
  if (faults.length > 0) throw new InputError(faults.map(({ code, message }) => `${file}: [${code}] ${message}`));
  const problems = isRecord(value)
    ? Object.entries(value).flatMap(([key, names]) => problemsOf(file, key, names))
    : [`${file}: [bad-names] must be a mapping; write \`namespaces: {old: new}\``];
  if (problems.length > 0) throw new InputError(problems);
  return value as Names;
}

function problemsOf(file: string, key: string, names: unknown): readonly string[] {
  if (!KEYS.includes(key)) return [`${file}: [unknown-key] unknown key \`${key}\`; use ${KEYS.map((k) => `\`${k}\``).join(', ')}`];
  const maps = key === 'labels' && isRecord(names) ? Object.values(names) : [names];
  return maps.every((map) => isRecord(map) && Object.values(map).every((name) => typeof name === 'string'))
    ? []
    : [`${file}: [bad-names] \`${key}\` must map names to names; write \`${key === 'labels' ? 'labels: {env: {old: new}}' : `${key}: {old: new}`}\``];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
