import type { EdgeModel } from '../../model/model';
import type { CheckRule } from '../facts';

/**
 * An edge has two halves: the callee allows it (always), the caller states it (under `Consent.BOTH`). A half that another App has to say is
 * looked for in a set of contracts: if each synth waited for the other's, neither could be first.
 */
export const halfEdge: CheckRule = ({ index }) => {
  const { calls, edges, mesh } = index.model;
  const pair = (caller: string, callee: string): string => `${caller}\n${callee}`;
  const stated = new Set(calls.map(({ caller, callee }) => pair(caller, callee)));
  // What comes with an identity that others share was said of those, and is held against their halves.
  const admits = (edge: EdgeModel, caller: string): boolean => {
    if (edge.identityOf !== undefined) return false;
    switch (edge.caller.kind) {
      case 'service': return edge.caller.service === caller;
      case 'namespace': return edge.caller.namespace === index.service(caller).namespace;
      // A grant to anyone opens the callee, not the egress of whoever might call.
      default: return false;
    }
  };
  const refused = calls.filter(({ caller, callee }) => !index.edgesTo(callee).some((edge) => admits(edge, caller)));
  const notAllowed = refused.map(({ caller, callee, construct }) => ({
    code: 'half-edge',
    construct,
    message: `\`${caller}\` states that it calls \`${callee}\`, which does not name it as a caller`,
    repair: `add \`allowFrom\` for \`${caller}\` to \`${callee}\`, or remove the call`,
  }));
  const notStated = mesh.consent === 'callee'
    ? []
    : edges.flatMap(({ caller, callee, constructs, breakGlass, identityOf }) => (breakGlass !== undefined || identityOf !== undefined || caller.kind !== 'service'
      // Whoever lets its own pods in, peers of a cluster for one, is both ends.
      || caller.service === callee || index.imported(caller.service) !== undefined || stated.has(pair(caller.service, callee))
        ? []
        : [{
            code: 'half-edge',
            construct: constructs[0],
            message: `\`${callee}\` allows \`${caller.service}\`, which does not state that it calls it`,
            repair: `add \`calls\` for \`${callee}\` to \`${caller.service}\`, or remove the grant`,
          }]));
  return [...notAllowed, ...notStated];
};
