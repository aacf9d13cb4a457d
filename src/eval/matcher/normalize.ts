import type { MeshSettings } from '../types';

/** Passed or escaped by Envoy's canonicalizer; `%`, `.`, `/` and `\` have rules of their own. */
const ESCAPED = /[^!$&'()*+,\-./0-9:;=@A-Z[\]_a-z~%]/gu;
const UNRESERVED = /^[A-Za-z0-9\-._~]$/;

/**
 * The path that policies are asked about: without query, normalized as the mesh is set up. Undefined: Envoy answers 400 before any policy.
 *
 * BASE resolves dot segments (with path parameters, too), decodes unreserved characters and turns `\` into `/`; it neither merges `//`
 * nor decodes `%2F`. https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ProxyPathNormalization-NormalizationType
 */
export function normalizePath(sent: string, mode: MeshSettings['pathNormalization']): string | undefined {
  // Envoy rejects fragments and anything that is not an absolute path, whatever the mode.
  if (!sent.startsWith('/') || sent.includes('#')) return undefined;
  const path = sent.replace(/\?.*$/s, '');
  if (mode === 'NONE') return path;
  const decoded = mode === 'DECODE_AND_MERGE_SLASHES' ? path.replace(/%2f/gi, '/').replace(/%5c/gi, '\\') : path;
  const plain = dropDotParameters(decoded);
  if (plain.includes('%00')) return undefined;
  const canonical = resolveDots(decodeUnreserved(plain.replaceAll('\\', '/')));
  return mode === 'BASE' ? canonical : mergeSlashes(canonical);
}

/** What cannot be normalized is refused by the callee, and here it stays as it was sent. */
export function seenByMesh(sent: string, mode: MeshSettings['pathNormalization']): string {
  return normalizePath(sent, mode) ?? sent;
}

/**
 * `/a/..;x/b` is `/a/../b`. Only as it was sent: `%2e%2e;x`, and `..;x` after a backslash, are names like any other; and the parameters end
 * at the next `/`, not at a backslash.
 */
function dropDotParameters(path: string): string {
  return path.replace(/\/(\.\.?);[^/]*/g, '/$1');
}

/** As Envoy does it: what is nothing but slashes keeps two. */
function mergeSlashes(path: string): string {
  if (!path.includes('//')) return path;
  return `/${path.split('/').filter((segment) => segment !== '').join('/')}${path.endsWith('/') ? '/' : ''}`;
}

/** Decoded once: `%2541` stays `%2541`. */
function decodeUnreserved(path: string): string {
  return path
    .replace(/%([0-9a-fA-F]{2})/g, (whole, hex: string) => {
      const char = String.fromCharCode(parseInt(hex, 16));
      return UNRESERVED.test(char) ? char : whole;
    })
    .replace(ESCAPED, (char) => Array.from(new TextEncoder().encode(char), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''));
}

/** Segment by segment; `..` above the root stays at the root, and an empty segment counts as one. */
function resolveDots(path: string): string {
  const kept: string[] = [];
  const segments = path.slice(1).split('/');
  segments.forEach((segment, i) => {
    const last = i === segments.length - 1;
    if (segment !== '.' && segment !== '..') {
      kept.push(segment);
      return;
    }
    if (segment === '..') kept.pop();
    if (last) kept.push('');
  });
  return `/${kept.join('/')}`;
}
