import type { GatewayServer } from '../route-kinds';
import type { Findings } from '../schema/finding';
import type { Fault } from '../schema/kit';
import { wildcardHostFault } from '../syntax/hosts';
import { dnsLabelFault } from '../syntax/names';
import { isHttp, isTls } from '../syntax/protocols';

/** `host`, or `namespace/host`, where the namespace may be `*` or `.`. */
export function serverHostFault(text: string): Fault | string | undefined {
  const slash = text.indexOf('/');
  const [namespace, host] = slash < 0 ? ['*', text] : [text.slice(0, slash), text.slice(slash + 1)];
  if (namespace !== '*' && namespace !== '.' && dnsLabelFault(namespace) !== undefined) return { message: 'has no namespace before `/`', repair: 'write `namespace/host`, `./host` or `*/host`' };
  return host === '*' ? undefined : wildcardHostFault(host);
}

/** https://github.com/istio/istio/blob/master/pkg/config/validation/validation.go (`validateServer`) */
export function serverRules({ port: { protocol }, tls }: GatewayServer, findings: Findings): void {
  if (isTls(protocol)) {
    if (tls === undefined) findings.addAt(['tls'], 'missing-field', `a server of protocol ${protocol} needs \`tls\``);
    return;
  }
  if (tls === undefined) return;
  // Only the redirect stands in a server without TLS.
  if (!isHttp(protocol)) findings.addAt(['tls'], 'conflict', `a server of protocol ${protocol} has no \`tls\``, { repair: 'remove it' });
  else if ((tls.mode ?? 'PASSTHROUGH') !== 'PASSTHROUGH') findings.addAt(['tls', 'mode'], 'conflict', 'a server of plain HTTP has no certificates', { value: tls.mode, repair: 'use protocol HTTPS' });
}
