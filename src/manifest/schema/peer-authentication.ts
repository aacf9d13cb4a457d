import type { MutualTlsMode, PeerAuthentication, PeerAuthenticationSpec } from '../kinds';
import { istioAnnotations } from '../validate/istio-annotations';
import { portLevelNeedsSelector } from '../validate/peer-authentication';
import { defineKind } from './kind';
import { customObject, oneOf, record, stringOf, type Check } from './kit';
import { metadata } from './metadata';
import { workloadSelector } from './selectors';

// https://istio.io/latest/docs/reference/config/security/peer_authentication/

const mode = oneOf('UNSET', 'DISABLE', 'PERMISSIVE', 'STRICT');
const mutualTls = customObject<{ readonly mode?: MutualTlsMode }>({ mode }, { name: 'mutual TLS settings' });

/** Keys are numbers of the workload's ports, not of a Service's. */
const portKey = stringOf('bad-port', (text) => /^[1-9]\d*$/.test(text) && Number(text) <= 65535 ? undefined : 'is not a port number from 1 to 65535');
const perPort = record(portKey, mutualTls, 'a map from port number to mode');
const portLevelMtls: Check<NonNullable<PeerAuthenticationSpec['portLevelMtls']>> = (value, findings) => {
  const read = perPort(value, findings);
  if (Object.keys(read).length === 0) findings.add('empty', 'must have at least one port', { repair: 'remove it' });
  return read;
};

const spec = customObject<PeerAuthenticationSpec>(
  { selector: workloadSelector, mtls: mutualTls, portLevelMtls },
  { name: 'a PeerAuthentication spec', rules: portLevelNeedsSelector },
);

/** One without spec inherits. */
export const peerAuthentication = defineKind<PeerAuthentication>({
  group: 'security.istio.io',
  kind: 'PeerAuthentication',
  versions: ['v1', 'v1beta1'],
  fields: { metadata, spec },
  required: ['metadata'],
  rules: ({ metadata: meta }, findings) => istioAnnotations(meta, undefined, findings),
  defaults: (policy) => (policy.spec as PeerAuthenticationSpec | undefined) === undefined ? { ...policy, spec: {} } : policy,
});
