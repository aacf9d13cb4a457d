import { BlockList } from 'node:net';
import { normalizePath } from '../../src/eval/matcher/normalize';
import type { MeshSettings } from '../../src/eval/types';
import type { AccessModel, CallerModel, EdgeModel, HeaderValueModel, HttpAccessModel, PathModel, PortModel, Route, ServiceModel } from '../../src/model/model';
import { hasReached } from '../../src/model/stages';
import type { Wire } from '../probe/wire';
import { carriedBy, satisfies } from '../tokens/declared';
import { valuesByName } from './evaluate';

/**
 * What the declaration says about one request: a third opinion, by plain string comparison.
 *
 * It reads the model alone: neither what was rendered from it nor how the proof sees it.
 */
export type Declared = 'allow' | 'deny';

export function declared(model: AccessModel, settings: MeshSettings, callee: ServiceModel, identity: string | undefined, wire: Wire, route: Route = 'direct'): Declared {
  const foreign = identity !== undefined && ![model.mesh.trustDomain, ...model.mesh.trustDomainAliases].includes(identity.split('/')[0]);
  if (callee.quarantine !== undefined || isInQuarantine(model, identity)) return 'deny';
  const port = callee.ports.find((p) => p.targetPort === wire.port && p.protocol !== 'udp' && p.protocol !== 'sctp');
  const path = wire.http === undefined ? undefined : normalizePath(wire.http.path, settings.pathNormalization);
  if (!hasReached(callee, 'authorization')) return isOpenTo(callee, port, foreign, identity) && isReadable(port, wire, path) ? 'allow' : 'deny';
  if (port === undefined || (foreign && port.mtls !== 'disable')) return 'deny';
  // Where there is no mTLS nobody has an identity.
  const caller = port.mtls === 'disable' ? undefined : identity;
  const isHttp = isHttpProtocol(port.protocol);
  // The proxy itself refuses it: whether it would have been granted is moot.
  if (isHttp && (wire.http === undefined || path === undefined)) return 'deny';
  if (route === 'direct' && isItsWaypoint(model, callee, port, caller)) return 'allow';
  const granted = model.edges.filter((e) => e.callee === callee.id && isCaller(model, e.caller, caller, wire.sourceIp, port.mtls === 'strict') && comesFrom(e, wire.sourceIp))
    .flatMap((e: EdgeModel) => e.access.filter((a) => a.targetPort === port.targetPort && a.protocol === port.protocol && (a.routes ?? ['direct']).includes(route)));
  if (granted.some((a) => a.http === undefined)) return 'allow';
  if (wire.http === undefined || path === undefined) return 'deny';
  const request: SentRequest = { method: wire.http.method, path, host: wire.http.host.toLowerCase(), headers: valuesByName(wire.http.headers) };
  const carried = carriedBy(callee.tokens, wire.http);
  return granted.some((a) => a.http?.some((h) => covers(h, request) && satisfies(h.token, carried))) ? 'allow' : 'deny';
}

/** Whatever else admits it: a namespace, addresses, anyone. */
function isInQuarantine(model: AccessModel, identity: string | undefined): boolean {
  return identity !== undefined && model.services.some(({ id, quarantine }) => (
    quarantine !== undefined && identities(model, { kind: 'service', service: id }).some((is) => is(identity))
  ));
}

/** Before its stage authorization asks nothing, and mutual TLS at first only of those who speak it. */
function isOpenTo(callee: ServiceModel, port: PortModel | undefined, foreign: boolean, identity: string | undefined): boolean {
  const { mtls = 'strict' } = port ?? {};
  if (foreign && mtls !== 'disable') return false;
  return identity !== undefined || mtls !== 'strict' || !hasReached(callee, 'mutual-tls');
}

/** A port of HTTP takes nothing else, and one that nobody declared is sniffed. */
function isReadable(port: PortModel | undefined, { http }: Wire, path: string | undefined): boolean {
  if (port !== undefined && !isHttpProtocol(port.protocol)) return true;
  return http === undefined ? port === undefined : path !== undefined;
}

function isHttpProtocol(protocol: PortModel['protocol']): boolean {
  return protocol === 'http' || protocol === 'http2' || protocol === 'grpc';
}

/** Pods take from it whatever it let through; who that is, it has asked. */
function isItsWaypoint({ mesh, edges }: AccessModel, { id, waypoint }: ServiceModel, port: PortModel, identity: string | undefined): boolean {
  return waypoint !== undefined && identity === `${mesh.trustDomain}/ns/${waypoint.namespace}/sa/${waypoint.serviceAccount}`
    && edges.some((e) => e.callee === id && e.access.some((a) => a.targetPort === port.targetPort && a.protocol === port.protocol && a.routes?.includes('waypoint')));
}

function isCaller(model: AccessModel, caller: CallerModel, identity: string | undefined, address: string, strict: boolean): boolean {
  switch (caller.kind) {
    case 'anyone': return !strict || identity !== undefined;
    case 'addresses': return !strict && within(caller.cidrs, address) && !within(caller.except, address);
    default: return identity !== undefined && identities(model, caller).some((i) => i(identity));
  }
}

function comesFrom({ sourceCidrs }: EdgeModel, address: string): boolean {
  return sourceCidrs === undefined || (within(sourceCidrs.cidrs, address) && !within(sourceCidrs.except, address));
}

function within(cidrs: readonly string[], address: string): boolean {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [base, bits] = cidr.split('/');
    list.addSubnet(base, Number(bits), base.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list.check(address);
}

function identities(model: AccessModel, caller: Exclude<CallerModel, { kind: 'anyone' | 'addresses' }>): readonly ((identity: string) => boolean)[] {
  const { mesh } = model;
  const domains = [mesh.trustDomain, ...mesh.trustDomainAliases];
  switch (caller.kind) {
    case 'service': {
      const { namespace, serviceAccount, formerAccounts = [] } = [...model.services, ...model.imported ?? []].find((s) => s.id === caller.service)!;
      const accounts = [serviceAccount, ...formerAccounts.map((f) => f.serviceAccount)];
      return domains.map((d) => (i) => accounts.some((account) => i === `${d}/ns/${namespace}/sa/${account}`));
    }
    case 'namespace': return domains.map((d) => (i) => i.startsWith(`${d}/ns/${caller.namespace}/sa/`));
    case 'identity': {
      // One of the mesh's own domains stands for all of them.
      const own = domains.includes(caller.principal.split('/')[0]);
      const principals = own ? domains.map((d) => withDomain(caller.principal, d)) : [caller.principal];
      return principals.map((wanted) => (i) => i === wanted);
    }
  }
}

function withDomain(principal: string, domain: string): string {
  return [domain, ...principal.split('/').slice(1)].join('/');
}

interface SentRequest {
  readonly method: string;
  /** Normalized. */
  readonly path: string;
  readonly host: string;
  readonly headers: Readonly<Record<string, readonly string[]>>;
}

function covers(access: HttpAccessModel, { method, path, host, headers }: SentRequest): boolean {
  return (access.methods === undefined || access.methods.includes(method))
    && (access.paths === undefined || access.paths.some((p) => matchesPath(p, path)))
    && (access.hosts === undefined || access.hosts.some((h) => host === h || host.startsWith(`${h}:`)))
    && (access.headers ?? []).every(({ name, values }) => headers[name.toLowerCase()]?.some((v) => values.some((w) => matchesHeader(w, v))));
}

function matchesHeader(wanted: HeaderValueModel, value: string): boolean {
  switch (wanted.kind) {
    case 'present': return true;
    case 'exact': return value === wanted.value;
    case 'prefix': return value.startsWith(wanted.value);
    case 'suffix': return value.endsWith(wanted.value);
  }
}

export function matchesPath({ kind, value }: PathModel, path: string): boolean {
  switch (kind) {
    case 'exact': return path === value;
    case 'prefix': return path.startsWith(value);
    case 'suffix': return path.endsWith(value);
    case 'under': return path === value || path.startsWith(value.endsWith('/') ? value : `${value}/`);
    case 'template': return matchesTemplate(value.split('/').slice(1), path.split('/').slice(1));
  }
}

/** Segment by segment: `{*}` is one that is not empty, `{**}` any number of them, the one after a last slash included. */
function matchesTemplate(template: readonly string[], path: readonly string[]): boolean {
  if (template.length === 0) return path.length === 0;
  const [first, ...rest] = template;
  if (path.length === 0) return false;
  if (first === '{**}') return path.some((_, i) => matchesTemplate(rest, path.slice(i + 1)));
  return (first === '{*}' ? path[0] !== '' : path[0] === first) && matchesTemplate(rest, path.slice(1));
}
