import type { AuthorizationPolicy, Rule } from '../../manifest/kinds';
import type { WaypointModel } from '../../model/model';
import { principalsOf } from '../../model/names';
import { metadata } from '../metadata';
import type { ModelIndex, Slot } from '../platform';
import { distinct } from './rules';

/** One rule for each identity: its identity, and the ports it may reach of the host. */
export function rulesOfHost(index: ModelIndex, host: string): readonly Rule[] {
  return distinct(index.externalsThrough(host).map(({ caller, ports }) => {
    const principals = principalsOf(index.model.mesh.trustDomain, index.service(caller));
    const numbers = [...new Set(ports.map(({ number }) => number))].sort((a, b) => a - b);
    return { from: [{ source: { principals } }], to: [{ operation: { ports: numbers.map(String) } }] };
  }));
}

/**
 * Who may leave to an external host, at the egress waypoint, which sees the client's identity.
 *
 * https://istio.io/latest/docs/ambient/usage/l7-features/#targeting-policies
 */
export function egressCallers(waypoint: WaypointModel, host: string): Slot<AuthorizationPolicy> {
  return {
    id: 'Callers',
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: metadata(`${host}-callers`, waypoint.namespace, waypoint.namespace),
    body: (index) => {
      const rules = rulesOfHost(index, host);
      return {
        spec: {
          targetRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: host }],
          action: 'ALLOW',
          ...(rules.length === 0 ? {} : { rules }),
        },
      };
    },
  };
}
