import type { ApiModel, OperationModel, PathModel } from '../../model/model';
import { sortedUnique } from '../sorting';
import { type ApiFile, type Complain, type Value } from './api-file';
import { documentedPath, operationsOverlap, operationText } from './operation';
import { pathItemOf } from './path-item';
import { basePathsOf } from './servers';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const OTHER_KEYS: ReadonlySet<string> = new Set(['summary', 'description', 'servers', 'parameters']);

/** What of an operation cannot be granted, because no path of the mesh says the same. */
type Unusable = ApiModel['unusable'][number];

export interface Operations {
  readonly operations: readonly OperationModel[];
  readonly unusable: readonly Unusable[];
}

/** https://spec.openapis.org/oas/v3.1.1.html#paths-object. Everything wrong in the document is complained about at once. */
export function openApiOperations(file: ApiFile): Operations {
  const complain: Complain = (at, message, repair) => file.complain(at, message, repair);
  const root = file.root;
  const version = file.text(root, ['openapi']);
  // What is no text was complained about.
  if (version === undefined && file.child(root, ['openapi']) !== undefined) return { operations: [], unusable: [] };
  if (version === undefined || !/^3\.[01]\./.test(version)) {
    complain([], `\`openapi\` is ${version === undefined ? 'missing' : `\`${version}\``}`, 'give a document of OpenAPI 3.0 or 3.1; one of Swagger 2.0 must be converted');
    return { operations: [], unusable: [] };
  }
  const bases = basePathsOf(file, root, []) ?? [''];
  const found = file.entries(root, ['paths']).flatMap(([path, item]) => pathItem(file, path, item, bases, complain));
  refuseTwins(found, complain);
  return {
    operations: found.flatMap(({ operation }) => operation ?? []),
    unusable: found.flatMap(({ unusable }) => unusable ?? []),
  };
}

interface Found {
  readonly at: readonly string[];
  readonly path: string;
  readonly id: string;
  readonly operation?: OperationModel;
  readonly unusable?: Unusable;
}

function pathItem(file: ApiFile, path: string, item: Value, inherited: readonly string[], complain: Complain): Found[] {
  if (path.startsWith('x-')) return [];
  if (!path.startsWith('/')) complain(['paths', path], `the path \`${path}\` does not start with \`/\``, `write \`/${path}\``);
  const found = pathItemOf(file, item, ['paths', path], complain);
  if (found === undefined) return [];
  const { value: of, at } = found;
  const bases = basePathsOf(file, of, at) ?? inherited;
  return file.entries(of, at, true).flatMap(([key, value]): Found[] => {
    if (METHODS.includes(key)) return [operation(file, path, key, value, bases, [...at, key])];
    if (!OTHER_KEYS.has(key) && !key.startsWith('x-')) complain([...at, key], `\`${key}\` is no method and no key of a path item`, `methods are ${METHODS.map((m) => `\`${m}\``).join(', ')}`);
    return [];
  });
}

function operation(file: ApiFile, path: string, key: string, value: Value, inherited: readonly string[], at: readonly string[]): Found {
  const method = key.toUpperCase();
  const id = file.text(value, [...at, 'operationId']) ?? `${method} ${path}`;
  const bases = basePathsOf(file, value, at) ?? inherited;
  const keys = file.entries(value, at, true).map(([name]) => name);
  if (keys.includes('$ref')) file.complain([...at, '$ref'], 'an operation is elsewhere, and OpenAPI has references to path items alone', 'write it here');
  const written = sortedUnique(bases.map((base) => `${base}${path}`));
  try {
    const paths: PathModel[] = written.map(documentedPath);
    return { at, path, id, operation: { id, method, paths } };
  } catch (error) {
    return { at, path, id, unusable: { id, because: (error as Error).message, method, paths: written } };
  }
}

/** Neither an id nor a request may stand for two operations. What merely overlaps is for whoever grants it. */
function refuseTwins(found: readonly Found[], complain: Complain): void {
  const byId = new Map<string, Found>();
  for (const one of found) {
    const known = byId.get(one.id);
    if (known !== undefined) complain(one.at, `the operation id \`${one.id}\` is taken by \`${known.path}\``, 'give each operation an id of its own');
    byId.set(one.id, one);
  }
  const byShape = new Map<string, Found>();
  for (const one of found) {
    if (one.operation === undefined) continue;
    const shape = JSON.stringify([one.operation.method, one.operation.paths]);
    const known = byShape.get(shape);
    if (known?.operation !== undefined && operationsOverlap(known.operation, one.operation)) {
      complain(one.at, `${operationText(one.operation)} and ${operationText(known.operation)} are the same requests`, 'templates that differ only in the names of their parameters are one');
    }
    byShape.set(shape, one);
  }
}
