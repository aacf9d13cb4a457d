export { DEFAULTS_FILE, isManifestName, readFiles, readPaths, type NamedBytes } from './files';
export { formatManifestProblem } from './formatting';
export { readObjects, readText, type ConstructObject } from './read';
export { over } from './over';
export type { ReadResult } from './reader';
export type * from './kinds';
export { WEBHOOK_KINDS, WORKLOAD_KINDS } from './kinds';
export type * from './manifests';
