import type { Placed } from '../manifest/manifests';
import { namespaceOfObject } from './cluster/policies';
import type { RuleRef } from './types';

/** `AuthorizationPolicy shop/catalog` and a key path in it; empty: the object as a whole. */
export function ruleRef(source: Placed, path = ''): RuleRef {
  const { kind, metadata: { name } } = source.object;
  return { object: `${kind} ${kind === 'Namespace' ? name : `${namespaceOfObject(source)}/${name}`}`, path, source };
}

export function refText(ref: RuleRef): string {
  return ref.path === '' ? ref.object : `${ref.object} ${ref.path}`;
}

export function refsText(refs: readonly RuleRef[]): string {
  return refs.map(refText).join(', ');
}
