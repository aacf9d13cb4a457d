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
  if (/%00/.test(decoded)) return undefined;
  const canonical = resolveDots(decodeUnreserved(decoded.replaceAll('\\', '/')));
  return mode === 'BASE' ? canonical : canonical.replace(/\/{2,}/g, '/');
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
    const name = segment.replace(/;.*$/s, '');
    if (name !== '.' && name !== '..') {
      kept.push(segment);
      return;
    }
    if (name === '..') kept.pop();
    if (last) kept.push('');
  });
  return `/${kept.join('/')}`;
}
