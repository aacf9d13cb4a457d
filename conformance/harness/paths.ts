import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');
export const BUILD = join(ROOT, 'conformance/.build');

/** The Istio CRDs of the very module that istiod's translation is built from. */
export const CRDS = join(BUILD, 'crds.yaml');
