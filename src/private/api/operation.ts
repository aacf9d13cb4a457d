import type { ApiModel, OperationModel, PathModel } from '../../model/model';
import { invalid } from '../arguments';
import { exactPath, templatePath } from '../path-rules';

/** A path as documents write it, `/products/{id}`: each parameter is one whole segment. Thrown: why the mesh cannot compare it. */
export function documentedPath(path: string): PathModel {
  const segments = path.split('/');
  const mixed = segments.find((s) => /[{}]/.test(s) && !/^\{[^{}]+\}$/.test(s));
  if (mixed !== undefined) {
    throw invalid('unsupported-parameter', `the segment \`${mixed}\` is a parameter only in part, and the mesh compares whole segments`,
      'grant it with `Access.http` and a path that says what else it takes in');
  }
  if (!path.includes('{')) return { kind: 'exact', value: exactPath(path) };
  return { kind: 'template', value: templatePath(segments.map((s) => (s.startsWith('{') ? '{*}' : s)).join('/')) };
}

/**
 * Is there a path that both match? Of exact paths and of templates whose parameters are whole segments, as documents have them.
 * A parameter takes any segment that is not empty: that a client would not send it, nobody enforces.
 */
export function overlap(a: PathModel, b: PathModel): boolean {
  const [left, right] = [a, b].map((p) => p.value.split('/'));
  return left.length === right.length && left.every((segment, i) => {
    const other = right[i];
    if (segment === '{*}') return other !== '';
    return other === '{*}' ? segment !== '' : segment === other;
  });
}

/** A segment as a document writes it: parameters are any characters, though not none. Without one it is what it says. */
function documentedSegment(segment: string): RegExp {
  const parts = segment.split(/(\{[^{}]*\})/).map((part) => (/^\{[^{}]*\}$/.test(part) ? '.+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${parts.join('')}$`);
}

/** The same, where the other cannot be granted as it is. */
export function takesInUnusable({ method, paths }: OperationModel, unusable: ApiModel['unusable'][number]): boolean {
  return method === unusable.method && paths.some(({ kind, value }) => kind === 'template' && unusable.paths.some((written) => {
    const [left, right] = [value.split('/'), written.split('/')];
    return left.length === right.length && left.every((segment, i) => (segment === '{*}' ? right[i] !== '' : documentedSegment(right[i]).test(segment)));
  }));
}

/**
 * Does the one answer requests of the other? Whoever writes a path without parameters means that operation: it goes before those with.
 * https://spec.openapis.org/oas/v3.1.1.html#path-templating-matching
 */
export function takesIn(a: OperationModel, b: OperationModel): boolean {
  return a.method === b.method && a.paths.some((p) => b.paths.some((q) => (p.kind === 'template' || p.value === q.value) && overlap(p, q)));
}

export function operationsOverlap(a: OperationModel, b: OperationModel): boolean {
  return a.method === b.method && a.paths.some((p) => b.paths.some((q) => overlap(p, q)));
}

/** `getProduct (GET /products/{*})`. */
export function operationText({ id, method, paths }: OperationModel): string {
  const request = `${method} ${paths.map((p) => p.value).join(', ')}`;
  return id === request ? id : `${id} (${request})`;
}
