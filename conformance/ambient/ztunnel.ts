import { BlockList } from 'node:net';
import type { Address, Authorization, Match, StringMatch, Workload, ZtunnelView } from './xds';

/**
 * How ztunnel decides on what istiod sends it, transcribed from its source: ztunnel itself does not run here.
 * https://github.com/istio/ztunnel/blob/62d826530e5ce85764e309170205b293efcbc80b/src/rbac.rs
 * https://github.com/istio/ztunnel/blob/62d826530e5ce85764e309170205b293efcbc80b/src/state.rs
 */

export interface Connection {
  /** SPIFFE id without scheme; undefined: plaintext. */
  readonly identity?: string;
  readonly sourceIp: string;
  readonly destinationIp: string;
  readonly port: number;
}

export interface Verdict {
  readonly answer: 'allow' | 'deny';
  /** The policy that decided, or why none did. */
  readonly because: string;
}

export class Ztunnel {
  private readonly byKey: ReadonlyMap<string, Authorization>;

  constructor(view: ZtunnelView, private readonly trustDomain: string) {
    this.byKey = new Map(view.policies.map((p) => [keyOf(p), p]));
  }

  /** `assert_rbac`, after the handshake: a certificate of another trust domain is refused there, those of its aliases too. */
  decide(workload: Workload, connection: Connection): Verdict {
    if (connection.identity !== undefined && connection.identity.split('/')[0] !== this.trustDomain) return { answer: 'deny', because: 'the handshake' };
    const policies = this.policiesOf(workload).filter((p) => p.dry_run !== true);
    const denied = policies.find((p) => p.action === 'DENY' && matches(p, connection));
    if (denied !== undefined) return { answer: 'deny', because: keyOf(denied) };
    const allows = policies.filter((p) => p.action !== 'DENY');
    if (allows.length === 0) return { answer: 'allow', because: 'there is no ALLOW' };
    const allowed = allows.find((p) => matches(p, connection));
    return allowed === undefined ? { answer: 'deny', because: `none of ${allows.map(keyOf).join(', ')}` } : { answer: 'allow', because: keyOf(allowed) };
  }

  /** Of the namespace, of all, and those that the workload lists; one that is listed but was not sent is skipped. */
  policiesOf(workload: Workload): readonly Authorization[] {
    const isScoped = ({ scope = 'GLOBAL', namespace }: Authorization) => scope === 'GLOBAL' || (scope === 'NAMESPACE' && namespace === workload.namespace);
    const scoped = [...this.byKey.values()].filter(isScoped);
    const listed = (workload.authorization_policies ?? []).flatMap((key) => this.byKey.get(key) ?? []);
    return [...scoped, ...listed];
  }
}

export function keyOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

/** Any rule, of which all clauses, of which any match. A clause without matches holds; a match without conditions does not. */
function matches({ groups = [] }: Authorization, connection: Connection): boolean {
  const some = (clause: readonly Match[]) => clause.length === 0 || clause.some((m) => !isEmpty(m) && holds(m, connection));
  return groups.some(({ rules = [] }) => rules.every((clause) => some(clause.matches ?? [])));
}

function isEmpty(match: Match): boolean {
  return Object.values(match).every((values: readonly unknown[]) => values.length === 0);
}

function holds(m: Match, { identity, sourceIp, destinationIp, port }: Connection): boolean {
  const [, , namespace = '', , account = ''] = identity?.split('/') ?? [];
  return both(m.destination_ips, m.not_destination_ips, (a) => contains(a, destinationIp))
    && both(m.source_ips, m.not_source_ips, (a) => contains(a, sourceIp))
    && both(m.destination_ports, m.not_destination_ports, (p) => p === port)
    && both(m.service_accounts, m.not_service_accounts, (s) => identity !== undefined && s.namespace === namespace && s.serviceAccount === account)
    && both(m.principals, m.not_principals, (s) => identity !== undefined && matchesString(s, identity))
    && both(m.namespaces, m.not_namespaces, (s) => matchesString(s, namespace));
}

function both<T>(positive: readonly T[] = [], negative: readonly T[] = [], is: (value: T) => boolean): boolean {
  return (positive.length === 0 || positive.some(is)) && !negative.some(is);
}

function matchesString({ exact, prefix, suffix }: StringMatch, value: string): boolean {
  if (exact !== undefined) return value === exact;
  if (prefix !== undefined) return value.startsWith(prefix);
  return suffix === undefined ? value !== '' : value.endsWith(suffix);
}

function contains({ address, length = 0 }: Address, ip: string): boolean {
  const bytes = Buffer.from(address, 'base64');
  const family = bytes.length === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(addressText(bytes), length, family);
  return block.check(ip, ip.includes(':') ? 'ipv6' : 'ipv4');
}

export function addressText(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join('.');
  return Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(i * 2).toString(16)).join(':');
}
