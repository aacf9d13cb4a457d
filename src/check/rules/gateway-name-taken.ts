import { gatewayName } from '../../model/names';
import type { CheckRule } from '../facts';
import { waypointsOf } from '../waypoints';

/** Policies of services, waypoints and gateways are named alike: of two with one name the API server keeps the one that is applied last. */
export const gatewayNameTaken: CheckRule = ({ index }) => {
  const { services, gateways = [] } = index.model;
  const taken = new Map([
    ...waypointsOf(index).map(({ namespace, name }) => [`${namespace}/${name}`, 'a waypoint'] as const),
    ...services.map(({ id }) => [id, 'a service'] as const),
  ]);
  return gateways.flatMap((gateway, i) => {
    const by = gateways.findIndex(({ id }) => id === gateway.id) < i ? 'another gateway' : taken.get(gateway.id);
    return by === undefined
      ? []
      : [{
          code: 'gateway-name-taken',
          construct: gateway.construct,
          message: `the policies of \`${gatewayName(gateway)}\` would be named like those of ${by}`,
          repair: 'give the `IngressGatewayPods` another `name`',
        }];
  });
};
