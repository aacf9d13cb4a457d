import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');
export const BUILD = join(ROOT, 'conformance/.build');

/** The CRDs of Istio and of the Gateway API, from the very modules that istiod's translation is built from. */
export const CRDS = [join(BUILD, 'crds.yaml'), join(BUILD, 'gateway-crds.yaml')];
