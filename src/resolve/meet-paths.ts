import type { PathModel } from '../model/model';

/** What two sets of paths have in common, as one of them; `overlap`: something, and it is neither. */
export function meetPaths(a: PathModel, b: PathModel): PathModel | 'nothing' | 'overlap' {
  if (isInside(a, b)) return a;
  if (isInside(b, a)) return b;
  return areApart(a, b) ? 'nothing' : 'overlap';
}

/** Certain where `true`. */
function isInside(inner: PathModel, outer: PathModel): boolean {
  if (inner.kind === outer.kind && inner.value === outer.value) return true;
  switch (outer.kind) {
    case 'exact': return false;
    case 'under': return (inner.kind === 'exact' && inner.value === outer.value) || startOf(inner).startsWith(`${outer.value}/`);
    case 'prefix': return startOf(inner).startsWith(outer.value);
    case 'suffix': return endOf(inner).endsWith(outer.value);
    case 'template': return inner.kind === 'exact' && matchesTemplate(outer.value, inner.value);
  }
}

/** Certain where `true`. */
function areApart(a: PathModel, b: PathModel): boolean {
  // Whatever holds a single path is inside of what holds it.
  if (a.kind === 'exact' || b.kind === 'exact') return true;
  if (!goesOn(a, b) && !goesOn(b, a)) return true;
  const [endA, endB] = [endOf(a), endOf(b)];
  return !endA.endsWith(endB) && !endB.endsWith(endA);
}

/** May a path of `a` begin as those of `b` do? Below `/cart` is `/cart/`, never `/cartoon`. */
function goesOn(a: PathModel, b: PathModel): boolean {
  const [start, rest] = [startOf(a), startOf(b)];
  return rest.startsWith(start) && (a.kind !== 'under' || rest.length === start.length || rest[start.length] === '/');
}

/** What every path of it begins with. */
function startOf({ kind, value }: PathModel): string {
  switch (kind) {
    case 'exact':
    case 'under':
    case 'prefix': return value;
    case 'suffix': return '';
    case 'template': return value.slice(0, value.indexOf('{'));
  }
}

function endOf({ kind, value }: PathModel): string {
  switch (kind) {
    case 'exact':
    case 'suffix': return value;
    case 'under':
    case 'prefix': return '';
    case 'template': return value.slice(value.lastIndexOf('}') + 1);
  }
}

/** `{*}` is one segment that is not empty, `{**}` any number of them. */
function matchesTemplate(template: string, path: string): boolean {
  const source = template.split(/(\{\*\*?\})/).map((part) => (part === '{*}' ? '[^/]+' : part === '{**}' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))).join('');
  return new RegExp(`^${source}$`).test(path);
}
