export { API_SERVER_CALLING_KINDS, type ApiServerCall, apiServerCalls, type ApiServerPurpose } from './api-server-calls';
export { DEFAULTS_FILE, isManifestName, readFiles, readPaths, type NamedBytes } from './files';
export { formatManifestProblem } from './formatting';
export { readObjects, readText, type ConstructObject } from './read';
export { over } from './over';
export type { ReadResult } from './reader';
export type * from './kinds';
export { WORKLOAD_KINDS } from './kinds';
export type * from './manifests';
