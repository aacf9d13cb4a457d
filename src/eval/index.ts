export * from './types';
export { anonymousCaller, callerOf, callerWithPrincipal, workloadsNamed, workloadsUnder } from './callers';
export { can, explore } from './can';
export { namespaceOf, serviceAccountOf } from './matcher/identity';
export { prepare, type Prepared } from './prepare';
export { destinationsOf, portProtocolAt, portUniverse, type ServiceDestinations } from './destinations';
export { type ExternalTarget, leave } from './leave';
export { namespaceLabels, buildWorld, type World } from './world';
