import { mayBeAmbient } from '../../model/planes';
import type { CheckRule } from '../facts';

/** ztunnel lets out whatever it does not know: neither `exportTo` nor REGISTRY_ONLY holds an ambient pod back. */
export const externalNeedsEgressWaypoint: CheckRule = ({ index }) => {
  const { egressWaypoint, externals, mesh } = index.model;
  if (mesh.platform !== 'istio' || egressWaypoint !== undefined) return [];
  const leaving = externals.filter(({ caller, onNode }) => onNode === undefined && mayBeAmbient(index.service(caller)));
  return leaving.map(({ caller, constructs, host }) => ({
    code: 'external-needs-egress-waypoint',
    construct: constructs[0],
    message: `\`${caller}\` calls \`${host}\`, and it is ambient: nothing in its pods could hold it to that host`,
    repair: 'declare an `EgressWaypoint` in a chart with a namespace of its own',
  }));
};
