import { stringify } from '../../kept/yaml';
import type { ConfigMap } from '../../manifest/kinds';
import type { WaypointModel } from '../../model/model';
import { metadata } from '../metadata';
import type { Slot, WaypointOptionsModel } from '../platform';

export const optionsName = ({ name }: WaypointModel): string => `${name}-options`;

/** Of istiod's template, by which its patch finds the container. */
const CONTAINER = 'istio-proxy';

/**
 * What istiod merges into the Deployment that it writes for the Gateway.
 *
 * https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#automated-deployment
 */
export function waypointOptions(waypoint: WaypointModel, { replicas, resources }: WaypointOptionsModel): Slot<ConfigMap> {
  const deployment = {
    spec: {
      ...(replicas === undefined ? {} : { replicas }),
      ...(resources === undefined ? {} : { template: { spec: { containers: [{ name: CONTAINER, resources }] } } }),
    },
  };
  return {
    id: 'WaypointOptions',
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadata(optionsName(waypoint), waypoint.namespace, waypoint.namespace),
    body: () => ({ data: { deployment: stringify(deployment, { lineWidth: 0, aliasDuplicateObjects: false, sortMapEntries: true }) } }),
  };
}
