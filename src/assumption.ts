/**
 * What a proof may rest on although no manifest shows it. Listed in every report; acknowledging one on the mesh says that somebody has
 * read it.
 */
export enum Assumption {
  /**
   * Backends do not decode `%2F`: under Istio's default path normalization `/api/..%2fadmin` passes a grant below `/api` and is
   * forwarded as it is. Not needed with `PathNormalization.DECODE_AND_MERGE_SLASHES`.
   */
  BACKENDS_DO_NOT_DECODE_SLASHES = 'backends-do-not-decode-slashes',
}
