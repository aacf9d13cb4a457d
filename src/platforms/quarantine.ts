import type { LabelSelector } from '../manifest/kinds';
import type { ExternalEdgeModel, ServiceModel } from '../model/model';
import type { ModelIndex } from './platform';

type LabelSelectorRequirement = NonNullable<LabelSelector['matchExpressions']>[number];

const known = new WeakMap<ModelIndex, readonly ServiceModel[]>();

/** Services that a grant to many (a namespace, addresses, anyone) is not for. */
export function inQuarantine(index: ModelIndex): readonly ServiceModel[] {
  let services = known.get(index);
  if (services === undefined) known.set(index, services = index.model.services.filter(({ quarantine }) => quarantine !== undefined));
  return services;
}

/**
 * Pods that belong to none of these services, as alternatives of what must hold together. A pod is of a service if it carries all of its
 * labels, and so is of none if it lacks one of each.
 */
export function podsOfNone(services: readonly ServiceModel[]): readonly (readonly LabelSelectorRequirement[])[] {
  const lacking = services.map(({ podLabels }) => Object.entries(podLabels).map(([key, value]): LabelSelectorRequirement => (
    { key, operator: 'NotIn', values: [value] }
  )));
  const start: readonly (readonly LabelSelectorRequirement[])[] = [[]];
  return lacking.reduce((all, one) => all.flatMap((some) => one.map((more) => [...some, more])), start);
}

/**
 * What an external host is said to be while only services in quarantine call it: an entry without ports is none. It opens nothing; those
 * who may use it are named elsewhere.
 */
export function orWithheld(
  granted: readonly ExternalEdgeModel[], index: ModelIndex, isMeant: (external: ExternalEdgeModel) => boolean,
): readonly ExternalEdgeModel[] {
  return granted.length > 0 ? granted : (index.model.withheld?.externals ?? []).filter(isMeant);
}
