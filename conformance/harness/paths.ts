import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');
export const BUILD = join(ROOT, 'conformance/.build');

/** The CRDs of Istio and of the Gateway API, from the very modules that istiod's translation is built from, and that of Argo's Rollout. */
export const CRDS = ['crds.yaml', 'gateway-crds.yaml', 'rollouts-crd.yaml'].map((name) => join(BUILD, name));
