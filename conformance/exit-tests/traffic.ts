import { callTo, told, workloadOf, type Observed } from './declared';
import type { Call, Counted, Told } from './exposition';

/** Calls of which a later stage would cut one, and the queries that must say so. */
export interface Traffic {
  readonly name: string;
  readonly counted: readonly Counted[];
  /** Titles of queries that are empty without it; all others of that kind stay empty. */
  readonly fires: readonly string[];
  /** A line that a list of what is there must have, besides what is declared. */
  readonly listed?: { readonly title: string; readonly line: Readonly<Record<string, string>> };
}

const BATCH = { name: 'batch', namespace: 'legacy' };
const PLAINTEXT = 'who calls in plaintext';
const CONNECT = 'who cannot connect';
const CONNECT_OUT = 'who cannot connect to what';
const WHAT = 'who calls what';

/** Of what each stage cuts, every kind, to and from one service, in the words of the proxies of its plane. */
export function trafficOf(observed: Observed, id: string): readonly Traffic[] {
  const { plane } = observed;
  const self = workloadOf(id);
  const fires = (name: string, call: Call, as: Told, ...titles: readonly string[]): Traffic => (
    { name: `${name} (${call.protocol})`, counted: told(plane, call, as), fires: titles }
  );
  const lists = (name: string, call: Call, as: Told, title: string, line: Readonly<Record<string, string>>): Traffic => (
    { ...fires(name, call, as), listed: { title, line } }
  );
  const protocols = plane === 'sidecar' ? ['http', 'tcp'] as const : ['tcp'] as const;
  const kinds = protocols.flatMap((protocol): readonly Traffic[] => {
    const inbound = callTo(BATCH, id, protocol);
    const outbound: Call = { source: self, destination: { name: 'api.example', namespace: 'unknown' }, protocol };
    const undeclared: Call = callTo(self, 'legacy/reports', protocol);
    const failures = plane === 'sidecar' ? ['UF,URX'] : ['CONNECT', 'TLS_FAILURE', 'H2_HANDSHAKE_FAILURE', 'NETWORK_POLICY'];
    return [
      fires('plaintext of a caller that nobody knows', inbound, { reporter: 'destination', mutualTls: false, sourceUnknown: true }, PLAINTEXT),
      fires('plaintext of a workload', inbound, { reporter: 'destination', mutualTls: false }, PLAINTEXT),
      ...failures.map((flags) => fires(`a caller's connection fails: ${flags}`, inbound, { reporter: 'source', flags, code: '503' }, CONNECT)),
      ...failures.map((flags) => fires(`an own connection fails: ${flags}`, undeclared, { reporter: 'source', flags, code: '503' }, CONNECT_OUT)),
      lists('a Service that nobody declared', undeclared, { reporter: 'source' }, WHAT, {
        source_workload: self.name, destination_service_name: 'reports', destination_service: 'reports.legacy.svc.cluster.local',
      }),
      lists('an address that no Service is known for', outbound, { reporter: 'source', cluster: 'PassthroughCluster' }, WHAT, {
        source_workload: self.name, destination_service_name: plane === 'sidecar' ? 'PassthroughCluster' : 'unknown',
        destination_service: protocol === 'http' ? 'api.example' : 'unknown',
      }),
    ];
  });
  const inbound = callTo(BATCH, id, 'tcp');
  if (plane === 'ambient') {
    return [
      ...kinds,
      fires('plaintext that is refused', inbound, { reporter: 'destination', mutualTls: false, flags: 'DENY' }, PLAINTEXT, 'who is refused'),
      fires('a caller that is refused', inbound, { reporter: 'destination', flags: 'DENY' }, 'who is refused'),
      lists('a caller that nobody declared', inbound, { reporter: 'destination' }, 'who connects to whom', {
        source_principal: 'spiffe://cluster.local/ns/legacy/sa/batch', source_workload: 'batch', destination_workload: self.name,
      }),
    ];
  }
  const swallowed: Told = { reporter: 'source', cluster: 'BlackHoleCluster', code: '502' };
  return [
    ...kinds,
    fires('a request that is refused', callTo(BATCH, id, 'http'), { reporter: 'destination', code: '403' }, 'who got a 403'),
    ...protocols.map((protocol) => fires('what is not let out', { source: self, destination: { name: 'api.example', namespace: 'unknown' }, protocol }, swallowed, 'what is not let out')),
  ];
}
