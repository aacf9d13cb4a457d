/**
 * Ways in which one request differs from another by one step: those by which policies are walked around.
 * Every list is in a fixed order, so that a run is the same every time.
 */

const LAST_SEGMENT = /\/[^/?]*$/;

/** Encoded, doubled and dotted slashes, parameters, query, case, a slash more or less, a sibling, a child. */
export function pathVariants(path: string): string[] {
  const last = LAST_SEGMENT.exec(path)?.[0].slice(1) ?? '';
  const parent = path.replace(LAST_SEGMENT, '');
  const variants = [
    `${path}/`, `${path}?q=1`, `${path}?`, `${path}?${path}`, `/${path}`, `${path}//`, `${parent}//${last}`, `${path}/child`, `${path}x`,
    `${path};v=1`, `${parent};v=1/${last}`, `${parent}/./${last}`, `${parent}/x/../${last}`, `${parent}/%2e%2e${path}`, `/x/..${path}`,
    `/x%2f..${path}`, `/x/..;a=b${path}`, `/x\\..${path.replaceAll('/', '\\')}`, `${parent}%2f${last}`, `${parent}%2F${last}`, `${path}/..%2f..%2fadmin`,
    `${path}/../admin`, `${path}/%2e%2e/admin`, `${path}/..;/admin`, `${path}//../admin`, `/admin/..${path}`, `${path}%00`, `${path}%20`, `${path}/*`,
    path.toUpperCase(), path.toLowerCase(), encodeFirst(path), path.slice(0, -1), parent,
  ];
  return variants.filter((v) => v.startsWith('/') && v !== path);
}

/** One letter percent-encoded: the same path to whoever normalizes, another one to whoever does not. */
function encodeFirst(path: string): string {
  return path.replace(/[a-zA-Z]/, (c) => `%${c.charCodeAt(0).toString(16)}`);
}

export function methodVariants(method: string): string[] {
  return ['GET', 'POST', 'HEAD', 'DELETE', 'OPTIONS', 'PURGE', `${method}X`].filter((m) => m !== method);
}

export function hostVariants(host: string): string[] {
  const [name, port] = host.split(':');
  return [
    ...(port === undefined ? [`${name}:80`, `${name}:8080`] : [name, `${name}:1`]),
    name.toUpperCase(), `x${name}`, `${name}.`, `${name}x`, `sub.${name}`, 'elsewhere.example',
  ].filter((h) => h !== host);
}

export type Headers = readonly (readonly [string, string])[];

/** Absent, repeated with a good and a bad value in both orders, other case of name and value, longer and shorter values. */
export function headerVariants(headers: Headers): Headers[] {
  return headers.flatMap(([name, value], i) => {
    const others = headers.filter((_, j) => j !== i);
    const instead: Headers[] = [
      [], [[name, 'other']], [[name, value], [name, 'other']], [[name, 'other'], [name, value]], [[name, value], [name, value]],
      [[name.toUpperCase(), value]], [[name, value.toUpperCase()]], [[name, `${value}x`]], [[name, `x${value}`]], [[name, value.slice(0, -1)]],
    ];
    return instead.map((h) => [...others, ...h]);
  });
}

/** Another namespace, service account and trust domain; what looks like it and is not. */
export function identityVariants(identity: string, trustDomains: readonly string[]): string[] {
  const [domain, , namespace, , account] = identity.split('/');
  const id = (d: string, n: string, a: string) => `${d}/ns/${n}/sa/${a}`;
  return [
    id(domain, 'undeclared', account), id(domain, namespace, 'undeclared'), id('foreign.example', namespace, account),
    id(domain, namespace, `${account}x`), id(domain, `${namespace}x`, account), id(domain, `x${namespace}`, account), id(`x${domain}`, namespace, account),
    ...trustDomains.map((d) => id(d, namespace, account)),
  ].filter((v) => v !== identity);
}
