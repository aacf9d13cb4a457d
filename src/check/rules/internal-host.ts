import { overlap } from '../../model/cidr';
import type { CheckRule } from '../facts';

/**
 * An external host is a way round everything that a callee says of its callers, if it leads back into the cluster: the caller alone
 * declares it, and the ServiceEntry would give an internal name a second meaning.
 */
export const internalHost: CheckRule = ({ index }) => {
  const { mesh: { cluster }, namespaces, externals } = index.model;
  const suffixes = [`.${cluster.domain}`, '.svc', ...namespaces.map(({ id }) => `.${id}`)];
  const inside = [...cluster.podCidrs, ...cluster.serviceCidrs];
  return externals.flatMap(({ caller, host, addresses, onNode, constructs }) => {
    const problem = (message: string, repair: string) => [{ code: 'internal-host', construct: constructs[0], message, repair }];
    if (suffixes.some((suffix) => host.endsWith(suffix))) {
      return problem(`\`${caller}\` calls \`${host}\` as an external host, and it is a name of this cluster`, 'let the service allow the caller: `callee.allowFrom(caller)`');
    }
    // Where it is seen on its way is opened as well.
    const opened = [...addresses, ...(onNode?.seen ?? []).map(({ address }) => address)];
    const leading = opened.filter((address) => inside.some((cidr) => overlap(address, cidr)));
    return leading.length === 0
      ? []
      : problem(`\`${caller}\` calls \`${host}\` at \`${leading.join('`, `')}\`, where pods or Services of this cluster live`, 'give the addresses of the host alone, or let the service allow the caller');
  });
};
