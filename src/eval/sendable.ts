import { normalizePath } from './matcher/normalize';
import type { Witness } from './request-set';
import type { MeshSettings, Request } from './types';

/** Conditions have no request of their own, not all claims of a token may be known, and a path that normalization rewrites arrives as another. */
export function canBeSent(w: Witness, normalization: MeshSettings['pathNormalization']): boolean {
  if (w.when.length > 0 || (w.kind === 'http' && w.token?.unknown === true)) return false;
  return w.kind === 'bytes' || normalizePath(w.path, normalization) === w.path;
}

/** Of a witness that can be sent. */
export function requestOf(w: Witness): Request {
  if (w.kind === 'bytes') return {};
  const { method, path, host, headers, token } = w;
  return { http: { method, path, host, headers, ...(token === undefined ? {} : { token: { at: token.at, key: token.key, claims: token.claims } }) } };
}
