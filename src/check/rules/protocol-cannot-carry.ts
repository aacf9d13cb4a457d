import { callerName } from '../../model/names';
import type { PortProtocol } from '../../model/model';
import type { CheckRule } from '../facts';

const CARRIES_HTTP: ReadonlySet<PortProtocol> = new Set(['http', 'http2', 'grpc']);

/** On a port that is not HTTP to the proxy an ALLOW rule with HTTP fields is dropped: the grant would admit nobody. */
export const protocolCannotCarry: CheckRule = ({ index }) => index.model.edges.flatMap((edge) => edge.access
  .filter(({ http, protocol }) => http !== undefined && !CARRIES_HTTP.has(protocol))
  .map(({ targetPort, protocol }) => ({
    code: 'protocol-cannot-carry',
    construct: edge.constructs[0],
    message: `\`${callerName(edge.caller)}\` is granted HTTP requests on port \`${targetPort}\` of \`${edge.callee}\`, which is \`${protocol}\``,
    repair: 'grant the whole port, or declare it as `ServicePort.http`, `http2` or `grpc` if it is',
  })));
