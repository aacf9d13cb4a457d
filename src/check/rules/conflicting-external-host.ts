import type { ExternalEdgeModel } from '../../model/model';
import type { CheckRule } from '../facts';

/** One ServiceEntry of a host stands for all callers of a namespace, or of the egress waypoint, so what they say of it must agree. */
export const conflictingExternalHost: CheckRule = ({ index }) => {
  const groups = new Map<string, ExternalEdgeModel[]>();
  for (const external of index.model.externals) {
    const key = `${external.through === undefined ? index.service(external.caller).namespace : ''}\n${external.host}`;
    groups.set(key, [...groups.get(key) ?? [], external]);
  }
  return [...groups.values()].flatMap((group) => {
    const [{ host, through }] = group;
    const where = through === undefined ? 'in one namespace' : 'behind the egress waypoint';
    const problem = (external: ExternalEdgeModel, message: string, repair: string) => ({
      code: 'conflicting-external-host', construct: external.constructs[0], message, repair,
    });
    const protocols = new Map<number, string>();
    const byPort = group.flatMap((external) => external.ports.flatMap(({ number, protocol }) => {
      const spoken = protocol === 'https' ? 'tls' : protocol;
      const first = protocols.get(number) ?? spoken;
      protocols.set(number, first);
      return first === spoken ? [] : [problem(external, `port \`${number}\` of \`${host}\` is declared as both \`${first}\` and \`${spoken}\` ${where}`, 'declare it with one protocol')];
    }));
    // A TCP port ties the whole entry to its addresses, for every port and every caller.
    const tcp = group.find(({ ports }) => ports.some(({ protocol }) => protocol === 'tcp'));
    const byAddress = tcp === undefined
      ? []
      : group.filter((external) => external.addresses.join() !== tcp.addresses.join())
          .map((external) => problem(external, `\`${host}\` has a TCP port and is declared with different \`addresses\` ${where}`, 'give the same `addresses` each time'));
    const onNode = group.filter((external) => external.onNode !== undefined);
    const byPlace = onNode.length === group.length
      ? []
      : onNode.map((external) => problem(external, `\`${host}\` is declared as a host and as what answers on the node`, 'give `CloudMetadata.at` a name of its own'));
    return [...byPort, ...byAddress, ...byPlace];
  });
};
