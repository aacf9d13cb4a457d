import type { ApiFile, Complain, Value } from './api-file';

/** What may stand beside `$ref` without saying anything about requests. */
const WORDS: ReadonlySet<string> = new Set(['$ref', 'summary', 'description']);

interface PathItem {
  readonly value: Value;
  readonly at: readonly string[];
}

/**
 * The path item, or what it refers to in this file; undefined: nothing that is known, and complained about.
 * https://spec.openapis.org/oas/v3.1.1.html#path-item-object
 */
export function pathItemOf(
  file: ApiFile, item: Value, at: readonly string[], complain: Complain, seen: readonly string[] = [],
): PathItem | undefined {
  const ref = file.scalar(file.child(item, ['$ref']));
  if (ref === undefined) return { value: item, at };
  const here = [...at, '$ref'];
  const beside = file.entries(item, at, true).map(([key]) => key).filter((key) => !WORDS.has(key) && !key.startsWith('x-'));
  if (beside.length > 0) complain(here, `beside \`$ref\` a path item has \`${beside.join('`, `')}\`, and OpenAPI leaves open which of both counts`, 'write all of it in one place');
  if (!ref.startsWith('#/')) {
    complain(here, `a path item is elsewhere (\`${ref}\`), and only this file is read`, 'bundle the document into one file');
    return undefined;
  }
  if (seen.includes(ref)) {
    complain(here, `the reference \`${ref}\` leads back to itself`, 'write the path item in one place');
    return undefined;
  }
  const keys = pointer(ref);
  const value = file.child(file.root, keys);
  if (value === undefined) {
    complain(here, `\`${ref}\` is nothing in this file`, 'correct the reference');
    return undefined;
  }
  return pathItemOf(file, value, keys, complain, [...seen, ref]);
}

/** https://www.rfc-editor.org/rfc/rfc6901#section-6 */
function pointer(ref: string): readonly string[] {
  return ref.slice(2).split('/').map((key) => decoded(key).replaceAll('~1', '/').replaceAll('~0', '~'));
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}
