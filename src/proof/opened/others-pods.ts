import type { Labels } from '../../manifest/kinds';
import type { AccessModel } from '../../model/model';
import type { Gap } from '../gap';
import { indexServicesByPods } from '../settings';
import type { Opening } from '../types';
import type { Aside } from './aside';

type Place = NonNullable<Opening['undeclaredPods']>[number];

/**
 * Owners of a namespace vouch to those who have services in it that whatever nobody declares is closed. What opens a pod that nobody declared takes
 * that word back, and so does what does not ask for all labels of a declared service: nobody here knows whose pods carry the others.
 */
export function placesOfOthers(model: AccessModel): (one: Aside, gap: Gap) => readonly Place[] {
  const declared = new Set(model.services.map(({ id }) => id));
  const servicesOf = indexServicesByPods(model);
  return ({ source }, { service, layer }) => {
    if (layer === undefined) return [];
    const isNamed = servicesOf(service.namespace, labelsOf(source.object)).some(({ id }) => id === service.id);
    return declared.has(service.id) && isNamed ? [] : [{ namespace: service.namespace, layer }];
  };
}

function labelsOf(object: Aside['source']['object']): Labels {
  switch (object.kind) {
    case 'NetworkPolicy': return object.spec.podSelector.matchLabels ?? {};
    case 'Sidecar': return object.spec.workloadSelector?.labels ?? {};
    case 'AuthorizationPolicy': case 'PeerAuthentication': case 'RequestAuthentication': return object.spec.selector?.matchLabels ?? {};
    default: return {};
  }
}
