import type { AuthorizationPolicy } from '../../manifest/kinds';
import { metadata } from '../metadata';
import type { Slot } from '../platform';

/** An ALLOW policy without rules matches nothing, and with it everything unmatched is denied: https://istio.io/latest/docs/concepts/security/#allow-nothing-deny-all-and-allow-all-policy */
export function allowNothing(namespace: string, owner: string): Slot<AuthorizationPolicy> {
  return {
    id: 'AllowNothing',
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: metadata('allow-nothing', namespace, owner),
    body: () => ({ spec: {} }),
  };
}
