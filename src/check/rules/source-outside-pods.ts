import { overlap } from '../../model/cidr';
import type { CallerModel } from '../../model/model';
import { addressesText, callerName } from '../../model/names';
import type { CheckRule } from '../facts';

const isPods = (caller: CallerModel): boolean => (
  caller.kind === 'service' || caller.kind === 'namespace' || (caller.kind === 'identity' && caller.pods !== undefined)
);

/** Pods have addresses of their own: a condition on others looks like a grant and admits nobody. */
export const sourceOutsidePods: CheckRule = ({ index }) => {
  const { podCidrs } = index.model.mesh.cluster;
  if (podCidrs.length === 0) return [];
  return index.model.edges.flatMap(({ sourceCidrs, caller, callee, constructs: [construct] }) => {
    if (sourceCidrs === undefined || !isPods(caller) || sourceCidrs.cidrs.some((cidr) => podCidrs.some((pods) => overlap(cidr, pods)))) return [];
    return [{
      code: 'source-outside-pods',
      construct,
      message: `\`${callerName(caller)}\` is to call \`${callee}\` from \`${addressesText(sourceCidrs)}\`, where no pod is: they are in ${podCidrs.map((c) => `\`${c}\``).join(', ')}`,
      repair: 'name the pods\' addresses; the address of a client that the caller acts for is not seen here',
    }];
  });
};
