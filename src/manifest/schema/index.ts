import type { KindReader } from './kind';
import { authorizationPolicy } from './authorization-policy';
import { namespace } from './namespace';
import { networkPolicy } from './network-policy';
import { peerAuthentication } from './peer-authentication';
import { service } from './service';
import { serviceAccount } from './service-account';
import { workloads } from './workload';

/** Every kind that is read, each in its own file. */
export const KINDS: readonly KindReader[] = [
  namespace, serviceAccount, service, ...workloads, networkPolicy, peerAuthentication, authorizationPolicy,
];
