import type { WaypointOptionsModel } from '../platforms/platform';
import { invalid, refuseToken, show, struct } from './arguments';
import { compare } from './sorting';

/** What is said of a waypoint's Deployment. */
export type WaypointSize = WaypointOptionsModel;

interface Given {
  readonly replicas?: number;
  readonly resources?: { readonly requests?: Record<string, string>; readonly limits?: Record<string, string> };
}

export function waypointSize(given: Given): WaypointSize {
  const { requests, limits } = struct('resources', given.resources);
  const resources = {
    ...(limits === undefined ? {} : { limits: quantities('resources.limits', limits) }),
    ...(requests === undefined ? {} : { requests: quantities('resources.requests', requests) }),
  };
  return {
    ...(given.replicas === undefined ? {} : { replicas: replicaCount(given.replicas) }),
    ...(Object.keys(resources).length === 0 ? {} : { resources }),
  };
}

function replicaCount(value: unknown): number {
  refuseToken('replicas', value);
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
    throw invalid('wrong-type', `replicas must be a whole number from 1, got ${show(value)}`, 'without a pod of the waypoint its services take no requests');
  }
  return value;
}

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const QUANTITY = /^(\d+(\.\d*)?|\.\d+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/;

function quantities(what: string, value: unknown): Record<string, string> {
  const given = struct(what, value as Record<string, string>);
  const entries = Object.entries(given).sort(([a], [b]) => compare(a, b));
  if (entries.length === 0) throw invalid('invalid-quantity', `${what} names no resource`, 'leave it out, or write `{ cpu: \'100m\' }`');
  for (const [name, quantity] of entries) {
    refuseToken(`${what}.${name}`, quantity);
    if (typeof quantity !== 'string' || !QUANTITY.test(quantity)) {
      throw invalid('invalid-quantity', `${what}.${name} is ${show(quantity)}`, 'write a quantity of Kubernetes as a string, like `100m` or `128Mi`');
    }
  }
  return Object.fromEntries(entries) as Record<string, string>;
}
