import type { HttpAccessModel, PathNormalizationMode, PortAccessModel, PortProtocol, ServiceModel } from '../model/model';
import type { Problem } from '../model/problem';
import { byKey, compare } from '../private/sorting';
import type { AccessDeclaration, ConditionsDeclaration } from './declarations';
import { impossibleHeader } from './impossible-request';
import { withTokens } from './tokens';

/** Which ports can carry what. TLS that the application terminates hides requests: it is bytes to everything on the way. */
const CARRIERS: Readonly<Record<AccessDeclaration['carrier'], readonly PortProtocol[]>> = {
  any: ['http', 'http2', 'grpc', 'https', 'tls', 'tcp', 'udp', 'sctp'],
  http: ['http', 'http2', 'grpc'],
  grpc: ['grpc', 'http2'],
  tcp: ['tcp', 'tls', 'https'],
  udp: ['udp'],
  sctp: ['sctp'],
};

type Complain = (problem: Pick<Problem, 'code' | 'message' | 'repair'>) => void;

interface Carrying {
  readonly port: number;
  readonly targetPort: number;
  readonly protocol: PortProtocol;
}

const transport = (protocol: PortProtocol): string => (protocol === 'udp' || protocol === 'sctp' ? protocol : 'tcp');
const quoted = (values: Iterable<number | string>): string => [...new Set(values)].map((v) => `\`${v}\``).join(', ');

/**
 * What accesses say of target ports, one entry per port.
 *
 * INVARIANT: callers who were granted the same `Access` at one callee share one result, so that whoever asks what follows from it (rules,
 * texts, sets of requests) can remember it by that.
 */
export class AccessResolver {
  private readonly known = new Map<ServiceModel, Map<AccessDeclaration, readonly PortAccessModel[]>>();

  /** A port that cannot be resolved is complained about each time, and left out; whoever resolves emits nothing then. */
  public resolve(
    service: ServiceModel, access: AccessDeclaration, when: ConditionsDeclaration | undefined, complain: Complain,
  ): readonly PortAccessModel[] {
    if (asksOfRequests(when)) return resolved(service, access, when, complain);
    let ofService = this.known.get(service);
    if (ofService === undefined) this.known.set(service, ofService = new Map());
    const before = ofService.get(access);
    if (before !== undefined) return before;
    let complaints = 0;
    const ports = resolved(service, access, when, (problem) => {
      complaints++;
      complain(problem);
    });
    if (complaints === 0) ofService.set(access, ports);
    return ports;
  }
}

function resolved(
  service: ServiceModel, access: AccessDeclaration, when: ConditionsDeclaration | undefined, complain: Complain,
): readonly PortAccessModel[] {
  const ports = portsOf(service, access, complain);
  const http = conditioned(access.http, when);
  const impossible = impossibleHeader(http?.headers ?? []);
  if (impossible !== undefined) {
    complain({
      code: 'impossible-request',
      message: `\`${service.id}\` asks for header \`${impossible}\` with values that it cannot have at once`,
      repair: 'conditions all must hold, and the values of one are alternatives: write one `HeaderMatch` with every value that is meant',
    });
  }
  const conditional = http !== undefined && access.http === undefined;
  const fitting = conditional ? ports.filter((port) => carriesConditions(service, access, port, complain)) : ports;
  const requests = http === undefined ? {} : { http: [http] };
  return unite(withTokens(service, fitting.map(({ targetPort, protocol }) => ({ targetPort, protocol, ...requests })), when, complain));
}

function asksOfRequests({ headers = [], claims = [], issuers = [] }: ConditionsDeclaration = {}): boolean {
  return headers.length > 0 || claims.length > 0 || issuers.length > 0;
}

/** Requests with what each of them must have beside. */
function conditioned(http: HttpAccessModel | undefined, { headers = [] }: ConditionsDeclaration = {}): HttpAccessModel | undefined {
  return headers.length === 0 ? http : { ...http, headers: byKey([...http?.headers ?? [], ...headers], (h) => JSON.stringify(h)) };
}

/** Leaving the others out would be less than declared, and leaving the condition out more. */
function carriesConditions(service: ServiceModel, access: AccessDeclaration, { port, protocol }: Carrying, complain: Complain): boolean {
  if (CARRIERS.http.includes(protocol)) return true;
  complain({
    code: 'protocol-cannot-carry',
    message: `port \`${port}\` of \`${service.id}\` is \`${protocol}\` and cannot carry the conditions on requests of \`${access.written}\``,
    repair: 'give `access` with the HTTP ports alone, `Access.http()`, and grant the others apart',
  });
  return false;
}

/** One entry per port. Everything on a port takes in whatever else is granted there. */
export function unite(accesses: readonly PortAccessModel[]): readonly PortAccessModel[] {
  if (accesses.length < 2) return accesses;
  const ports = new Map<string, PortAccessModel>();
  for (const access of accesses) {
    const key = `${String(access.targetPort).padStart(5, '0')} ${access.protocol}`;
    const known = ports.get(key);
    if (known === undefined) ports.set(key, access);
    else if (known.http !== undefined && access.http !== undefined) ports.set(key, { ...known, http: [...known.http, ...access.http] });
    else ports.set(key, { targetPort: known.targetPort, protocol: known.protocol });
  }
  return [...ports].sort(([a], [b]) => compare(a, b)).map(([, access]) => (
    access.http === undefined || access.http.length === 1 ? access : { ...access, http: byKey(access.http, (h) => JSON.stringify(h)) }
  ));
}

/** Of foreign pods Services need not be known: their own ports stand for themselves. */
function portsGranted({ kubernetesServices, ports, foreign }: ServiceModel): readonly Carrying[] {
  const led = kubernetesServices.flatMap((s): readonly Carrying[] => s.ports);
  if (foreign === undefined) return led;
  const known = new Set(led.map(({ targetPort }) => targetPort));
  const others = ports.filter(({ targetPort }) => !known.has(targetPort));
  return [...led, ...others.map(({ targetPort, protocol }) => ({ port: targetPort, targetPort, protocol }))];
}

function portsOf(service: ServiceModel, access: AccessDeclaration, complain: Complain): Carrying[] {
  const declared = portsGranted(service);
  if (declared.length === 0) {
    complain({ code: 'unknown-port', message: `\`${service.id}\` has no ports and is allowed callers`, repair: 'declare its `ports`' });
    return [];
  }
  const carriers = CARRIERS[access.carrier];
  if (access.ports === undefined) {
    const fitting = declared.filter((p) => carriers.includes(p.protocol));
    if (fitting.length === 0) {
      complain({
        code: 'protocol-cannot-carry',
        message: `\`${service.id}\` has no port that can carry \`${access.written}\``,
        repair: `declare a port of protocol ${quoted(carriers)}, or grant \`Access.ports(${[...new Set(declared.map((p) => p.port))].join(', ')})\``,
      });
    }
    return fitting;
  }
  return access.ports.flatMap((port) => portsWithNumber(service, declared, port, access, complain));
}

function portsWithNumber(
  service: ServiceModel,
  declared: readonly Carrying[],
  port: number,
  access: AccessDeclaration,
  complain: Complain,
): Carrying[] {
  const found = declared.filter((p) => p.port === port);
  if (found.length === 0) {
    const aimed = declared.find((p) => p.targetPort === port);
    complain({
      code: 'unknown-port',
      message: `\`${service.id}\` has no Service port \`${port}\``,
      repair: aimed === undefined ? `use one of ${quoted(declared.map((p) => p.port))}` : `\`${port}\` is a target port: write the Service port \`${aimed.port}\``,
    });
    return [];
  }
  const fitting = found.filter((p) => CARRIERS[access.carrier].includes(p.protocol));
  if (fitting.length === 0) {
    complain({
      code: 'protocol-cannot-carry',
      message: `port \`${port}\` of \`${service.id}\` is ${quoted(found.map((p) => p.protocol))} and cannot carry \`${access.written}\``,
      repair: `grant \`Access.ports(${port})\` for everything on it, or declare the port with the protocol it speaks`,
    });
    return [];
  }
  const targets = new Map<string, Set<number>>();
  for (const p of fitting) targets.set(transport(p.protocol), (targets.get(transport(p.protocol)) ?? new Set()).add(p.targetPort));
  for (const numbers of targets.values()) {
    if (numbers.size > 1) {
      complain({
        code: 'ambiguous-port',
        message: `port \`${port}\` of \`${service.id}\` leads to the target ports ${quoted(numbers)}, by different Kubernetes Services`,
        repair: 'give one of those Services another port number',
      });
    }
  }
  return fitting;
}

const NONE: readonly never[] = [];

interface UnreachablePath {
  readonly path: string;
  readonly because: string;
}

/** A path that this mesh rewrites before it compares can never match: a grant that looks given and is not. */
export function unreachablePaths(http: HttpAccessModel | undefined, mode: PathNormalizationMode): readonly UnreachablePath[] {
  if (mode === 'NONE' || mode === 'BASE') return NONE;
  return (http?.paths ?? []).flatMap(({ value }): UnreachablePath[] => {
    if (mode === 'DECODE_AND_MERGE_SLASHES' && /%(2f|5c)/i.test(value)) return [{ path: value, because: 'decodes `%2F` and `%5C`' }];
    if ((mode === 'MERGE_SLASHES' || mode === 'DECODE_AND_MERGE_SLASHES') && value.includes('//')) return [{ path: value, because: 'merges `//`' }];
    return [];
  });
}
