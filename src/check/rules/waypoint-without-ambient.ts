import type { NamespaceModel, ServiceModel } from '../../model/model';
import { mayBeAmbient } from '../../model/planes';
import type { CheckRule } from '../facts';

/** Nothing sends a caller of sidecars through a waypoint, and its policies would be enforced nowhere. */
export const waypointWithoutAmbient: CheckRule = ({ index }) => {
  const stray = (what: string, declared: NamespaceModel | ServiceModel) => {
    const { construct, dataPlane, waypoint } = declared;
    if (waypoint === undefined || mayBeAmbient(declared)) return [];
    return [{
      code: 'waypoint-without-ambient',
      construct,
      message: `${what} has the waypoint \`${waypoint.namespace}/${waypoint.name}\` and is \`${dataPlane}\`: nothing would go through it`,
      repair: 'set `dataPlane: DataPlane.AMBIENT`, or leave out `waypoint`',
    }];
  };
  // Its services become ambient one after the other, and need the waypoint from the first one on.
  const moving = new Set(index.model.services.filter(mayBeAmbient).map(({ namespace }) => namespace));
  return [
    ...index.model.namespaces.filter(({ id }) => !moving.has(id)).flatMap((n) => stray(`the namespace \`${n.id}\``, n)),
    ...index.model.services.flatMap((s) => stray(`\`${s.id}\``, s)),
  ];
};
