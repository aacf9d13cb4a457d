import type { ApiFile, Value } from './api-file';

/** More than this is no list of servers that anybody meant. */
const MOST = 100;

/**
 * What `servers` put before every path, without trailing `/`; undefined: there are none here, and those further out hold.
 * https://spec.openapis.org/oas/v3.1.1.html#server-object
 */
export function basePathsOf(file: ApiFile, owner: Value, at: readonly string[]): readonly string[] | undefined {
  const servers = file.list(owner, [...at, 'servers']);
  if (servers === undefined || servers.length === 0) return undefined;
  return [...new Set(servers.flatMap((server, i) => basePaths(file, server, [...at, 'servers', String(i)])))];
}

function basePaths(file: ApiFile, server: Value, at: readonly string[]): readonly string[] {
  const url = file.text(server, [...at, 'url']);
  if (url === undefined) {
    file.complain(at, 'a server has no `url`', 'give it, or leave the server out');
    return [];
  }
  let urls = [url];
  for (const name of new Set([...url.matchAll(/\{([^{}]+)\}/g)].map(([, found]) => found))) {
    const values = valuesOf(file, server, name, at);
    urls = urls.flatMap((text) => values.map((value) => text.replaceAll(`{${name}}`, () => value)));
    // Hosts alone make no path.
    if (urls.length > MOST) urls = [...new Map(urls.map((text) => [pathOf(text), text])).values()];
    if (urls.length > MOST) {
      file.complain([...at, 'url'], `\`${url}\` stands for more than ${MOST} paths`, 'name the ones that are served');
      return [];
    }
  }
  const paths = [...new Set(urls.map(pathOf))];
  if (paths.some((path) => path !== '' && !path.startsWith('/'))) {
    file.complain([...at, 'url'], `\`${url}\` is relative to where the document is served, and the mesh does not know that`, 'write it from the root, `/v1`');
    return [];
  }
  return paths.map((path) => path.replace(/\/+$/, ''));
}

/** Who it is does not matter here: the service is. */
function pathOf(url: string): string {
  return url.replace(/^(?:[^/]*:)?\/\/[^/]*/, '').replace(/[?#].*$/, '');
}

/** A variable can take its default and what its enumeration lists; which of them this service is deployed with, the document does not say. */
function valuesOf(file: ApiFile, server: Value, name: string, at: readonly string[]): readonly string[] {
  const where = [...at, 'variables', name];
  const variable = file.child(server, ['variables', name]);
  const preset = file.child(variable, ['default']);
  const listed = variable === undefined ? [] : file.list(variable, [...where, 'enum']) ?? [];
  if (preset === undefined) file.complain(where, `the variable \`{${name}}\` of a server has no default`, 'give it one');
  const values = [...preset === undefined ? [] : [preset], ...listed].map((value) => file.scalar(value));
  // `8443` and `1.0` are numbers, which nobody knows how to write; an empty text is one.
  if (values.includes(undefined)) file.complain(where, `the variable \`{${name}}\` of a server has a value that is no text`, 'write it in quotes');
  return [...new Set(values.flatMap((value) => value ?? []))];
}
