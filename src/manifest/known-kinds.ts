import type { KnownObject } from './kinds';
import { LINKERD_READERS } from './linkerd';
import type { LinkerdObject } from './linkerd/kinds';
import { READERS } from './schema';
import type { KindReader } from './schema/kind';
import { nearest } from './schema/nearest';

type Reader = KindReader<KnownObject | LinkerdObject>;

const LOADS = new Map<string, () => readonly Reader[]>([...Object.entries(READERS), ...Object.entries(LINKERD_READERS)]);
const found = new Map<string, Reader>();

/** The group that Deployment, NetworkPolicy and others were in before they got groups of their own; no longer served. */
const RETIRED = 'extensions';

/** What reads objects of a kind; none: it is not read. */
export function readerOf(group: string, kind: string): Reader | undefined {
  const key = `${group}/${kind}`;
  const reader = found.get(key) ?? LOADS.get(key)?.().find((r) => r.group === group && r.kind === kind);
  if (reader !== undefined) found.set(key, reader);
  else if (group === RETIRED) return servedToday(kind);
  return reader;
}

function servedToday(kind: string): Reader | undefined {
  const key = Object.keys(READERS).find((known) => kindOf(known) === kind);
  return key === undefined ? undefined : readerOf(groupOf(key), kind);
}

/** A kind that is nearly the name of one that is read, in the same group: the API server has no such kind, and a policy would be lost. */
export function misspelt(group: string, kind: string): string | undefined {
  return nearest(kind, [...LOADS.keys()].filter((key) => groupOf(key) === group).map(kindOf));
}

/** Of Kubernetes and Istio. */
export function readKinds(): readonly string[] {
  return Object.keys(READERS).map(kindOf);
}

function groupOf(key: string): string {
  return key.slice(0, key.indexOf('/'));
}

function kindOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}
