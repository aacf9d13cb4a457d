import { mayBeAmbient } from '../../model/planes';
import type { CheckRule } from '../facts';

/** Two ServiceEntries of one host: which of them a caller meets would hang on its namespace, and with it whether the waypoint is on the way. */
export const externalHostOnTwoDataPlanes: CheckRule = ({ index }) => {
  const { mesh } = index.model;
  if (mesh.platform !== 'istio') return [];
  // What answers on each node stands behind nothing.
  const externals = index.model.externals.filter(({ onNode }) => onNode === undefined);
  const others = new Map(externals.filter(({ caller }) => !mayBeAmbient(index.service(caller))).reverse().map(({ host, caller }) => [host, caller]));
  return externals.filter(({ caller, host }) => mayBeAmbient(index.service(caller)) && others.has(host)).map(({ caller, constructs, host }) => ({
    code: 'external-host-on-two-data-planes',
    construct: constructs[0],
    message: `\`${caller}\` calls \`${host}\` through the egress waypoint, and \`${others.get(host)}\` by itself`,
    repair: 'let all callers of the host be ambient, or none',
  }));
};
