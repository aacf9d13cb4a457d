import type { OperationModel, PathModel } from '../../model/model';
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

export function operationsOverlap(a: OperationModel, b: OperationModel): boolean {
  return a.method === b.method && a.paths.some((p) => b.paths.some((q) => overlap(p, q)));
}

/** `getProduct (GET /products/{*})`. */
export function operationText({ id, method, paths }: OperationModel): string {
  const request = `${method} ${paths.map((p) => p.value).join(', ')}`;
  return id === request ? id : `${id} (${request})`;
}
