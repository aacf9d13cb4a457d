import { ruleRef } from '../../eval/refs';
import type { AuditRule } from '../rule';

export const serviceEntryAnyAddress: AuditRule = {
  id: 'service-entry-any-address',
  severity: 'warning',
  title: 'a ServiceEntry lets out to any address',
  why: 'Without resolution the proxy connects to the address that the caller dialled. A host is believed as it is sent, in TLS or in a header; a TCP port without addresses belongs to every address.',
  repair: 'write `resolution: DNS`, or `addresses` for TCP',
  sources: ['https://istio.io/latest/docs/reference/config/networking/service-entry/#ServiceEntry-Resolution'],
  * find({ world, objects }) {
    const closed = world.settings.outboundTrafficPolicy === 'REGISTRY_ONLY'
      || objects.some(({ object }) => object.kind === 'Sidecar' && object.spec.outboundTrafficPolicy?.mode === 'REGISTRY_ONLY');
    // Where everything may leave, one more entry opens nothing.
    for (const entry of closed ? world.policies.serviceEntries : []) {
      const { resolution = 'NONE', addresses = [], ports = [], hosts } = entry.object.spec;
      if (resolution !== 'NONE') continue;
      for (const [i, { number, protocol = 'TCP' }] of ports.entries()) {
        const isTcp = /^(TCP|MONGO|MYSQL|REDIS)$/i.test(protocol);
        if (isTcp && addresses.length > 0) continue;
        yield { at: ruleRef(entry, `spec.ports[${i}]`), message: isTcp ? `port ${number} is open to every address` : `whoever says \`${hosts[0]}\` reaches any address at port ${number}` };
      }
    }
  },
};
