import type { AddressesModel, CallerModel } from '../model/model';
import { compare } from '../private/sorting';

type Identity = Extract<CallerModel, { kind: 'identity' }>;

/** Tells callers apart, and stays the same when unrelated facts change. */
export function callerKey(caller: CallerModel): string {
  switch (caller.kind) {
    case 'service': return `service:${caller.service}`;
    case 'namespace': return `namespace:${caller.namespace}`;
    case 'identity': return `${caller.role}:${caller.principal}${podsKey(caller.pods)}${wayKey(caller)}`;
    case 'addresses': return caller.role === 'cidr' ? `cidr:${addressesKey(caller)}` : caller.role;
    case 'anyone': return 'anyone';
  }
}

export function addressesKey({ cidrs, except }: AddressesModel): string {
  return [...cidrs, ...except.map((e) => `!${e}`)].join(',');
}

function podsKey(pods: Identity['pods']): string {
  if (pods === undefined) return '';
  return `[${pods.wholeNamespace ? '*' : Object.entries(pods.labels).map(([k, v]) => `${k}=${v}`).sort(compare).join(',')}]`;
}

function wayKey({ dataPlane, usesWaypoints = true }: Identity): string {
  return `${dataPlane === undefined ? '' : `@${dataPlane}`}${usesWaypoints ? '' : '@pods'}`;
}
