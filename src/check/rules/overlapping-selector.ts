import { GATEWAY_NAME } from '../../model/data-plane-labels';
import type { Labels } from '../../model/model';
import { gatewayName } from '../../model/names';
import type { ModelIndex } from '../../model/model-index';
import type { CheckRule } from '../facts';
import { areSameLabels } from '../pods';
import { nameOf, othersOf } from '../others';
import { LabelIndex } from '../../private/label-index';
import { waypointsOf } from '../waypoints';

/** Whatever has policies that select pods. */
interface Selecting {
  readonly id: string;
  /** As it is called in errors. */
  readonly name: string;
  readonly namespace: string;
  readonly podLabels: Labels;
  /** Undefined: a waypoint, which istiod's label tells from whatever is labelled otherwise, or a service of another App. */
  readonly construct?: string;
}

function selecting(index: ModelIndex): readonly Selecting[] {
  const { services, gateways = [] } = index.model;
  const waypoints = new Map(waypointsOf(index).map(({ namespace, name }) => (
    [`waypoint ${namespace}/${name}`, { name: `\`waypoint ${namespace}/${name}\``, namespace, podLabels: { [GATEWAY_NAME]: name } }]
  )));
  return [
    ...services.map((s) => ({ ...s, name: nameOf(s) })),
    ...othersOf(index).map((s) => ({ id: s.id, name: nameOf(s), namespace: s.namespace, podLabels: s.podLabels })),
    ...gateways.map((g) => ({ id: gatewayName(g), name: `\`${gatewayName(g)}\``, namespace: g.namespace, podLabels: g.caller.pods.labels, construct: g.construct })),
    ...[...waypoints].map(([id, waypoint]) => ({ id, ...waypoint })),
  ].filter(({ podLabels }) => Object.keys(podLabels).length > 0);
}

/** Policies of one would bind, and open, the pods of the other. */
export const overlappingSelector: CheckRule = ({ index }) => {
  const all = selecting(index);
  const byLabels = new LabelIndex(all, ({ podLabels }) => podLabels);
  return all.flatMap((one) => byLabels.selectedBy(one.namespace, one.podLabels).flatMap((other) => {
    const construct = one.construct ?? other.construct;
    // Two of one id are a problem of their own; of two with the same labels the one that is declared here says it.
    if (other === one || other.id === one.id || construct === undefined) return [];
    if (one.construct === undefined && areSameLabels(one.podLabels, other.podLabels)) return [];
    return [{
      code: 'overlapping-selector',
      construct,
      message: `the pod labels of ${one.name} also select the pods of ${other.name}`,
      repair: 'add a label that tells their pods apart',
    }];
  }));
};
