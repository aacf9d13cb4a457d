import type { CheckRule } from '../facts';
import { repeated } from '../repeated';

/** That of the egress waypoint has a rule of its own, since there is nothing that could be passed on. */
export const duplicateNamespace: CheckRule = ({ index: { model: { egressWaypoint, namespaces } } }) => (
  repeated(namespaces.filter(({ id }) => id !== egressWaypoint?.namespace), ({ id }) => id).map(({ element, first }) => ({
    code: 'duplicate-namespace',
    construct: element.construct,
    message: `the namespace \`${element.id}\` is declared a second time, first by \`${first.construct}\``,
    repair: 'pass the one `MeshNamespace` to everything that lives in it',
  }))
);
