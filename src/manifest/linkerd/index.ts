import type { KindReader } from '../schema/kind';
import type { LinkerdObject } from './kinds';
import { LINKERD_KINDS } from './readers';

const load = (): readonly KindReader<LinkerdObject>[] => LINKERD_KINDS;

/** As of `schema/`, by `group/kind`. */
export const LINKERD_READERS: Readonly<Record<string, () => readonly KindReader<LinkerdObject>[]>> = {
  'policy.linkerd.io/Server': load,
  'policy.linkerd.io/ServerAuthorization': load,
  'policy.linkerd.io/AuthorizationPolicy': load,
  'policy.linkerd.io/MeshTLSAuthentication': load,
  'policy.linkerd.io/NetworkAuthentication': load,
  'policy.linkerd.io/HTTPRoute': load,
};
