import type { AccessGraph } from '../../../access-graph';
import type { GuardrailFinding } from '../../../guardrail';
import { ExceptionKind, type GraphPort } from '../../../graph-elements';
import type { Scope } from '../built-in';

export const NO_PLAINTEXT = { id: 'no-plaintext', description: 'whatever services take and send is encrypted' };

/** TLS that the application ends itself is no plaintext, though nobody is known by a certificate there. */
const OWN_TLS: ReadonlySet<string> = new Set(['https', 'tls']);
const UNCARRIED: ReadonlySet<string> = new Set(['udp', 'sctp']);

export function plaintext(graph: AccessGraph, scope: Scope): GuardrailFinding[] {
  return [...taken(graph, scope), ...excluded(graph, scope), ...sent(graph, scope)];
}

function taken({ services, edges }: AccessGraph, scope: Scope): GuardrailFinding[] {
  const past = edges.filter(({ pastProxy }) => pastProxy);
  const scraped = new Set(past.flatMap(({ callee, access }) => access.map(({ targetPort }) => `${callee}:${targetPort}`)));
  const about = services.filter(({ id }) => scope.includes(id));
  const open = about.flatMap((service) => service.ports.filter(mayBePlain).map((port) => ({ ...service, ...port })));
  return open.map(({ id, construct, targetPort, protocol }) => ({
    construct,
    what: `port ${targetPort} of \`${id}\` may carry \`${protocol}\` in plaintext${scope.because(id)}`,
    repair: repairOf(protocol, scraped.has(`${id}:${targetPort}`)),
  }));
}

function repairOf(protocol: string, scraped: boolean): string {
  if (UNCARRIED.has(protocol)) return 'carry it over TCP: no mesh encrypts it';
  if (scraped) return 'scrape it with a certificate: `Scrape.ofPath` or `Scrape.ofPort`';
  return 'require mutual TLS, or end TLS in the application and declare the port so';
}

/** Ports past the proxy that are not declared; of those that are, the port itself says so. */
function excluded(graph: AccessGraph, scope: Scope): GuardrailFinding[] {
  return graph.exceptions.filter(({ kind, service }) => kind === ExceptionKind.EXCLUDED_PORT && scope.includes(service))
    .filter(({ service, targetPort }) => !isDeclared(graph, service, targetPort))
    .map(({ service, what, construct }) => ({ construct, what: `${what}${scope.because(service)}`, repair: 'let the proxy capture it' }));
}

function isDeclared(graph: AccessGraph, service: string | undefined, port: number | undefined): boolean {
  return service !== undefined && graph.service(service)?.ports.some(({ targetPort }) => targetPort === port) === true;
}

function sent({ externals }: AccessGraph, scope: Scope): GuardrailFinding[] {
  return externals.filter(({ caller, protocols }) => protocols.includes('http') && scope.includes(caller)).map(({ caller, host, construct }) => ({
    construct, what: `\`${caller}\` calls \`${host}\` in plaintext${scope.because(caller)}`, repair: 'call it by `ExternalHost.https`',
  }));
}

function mayBePlain({ mutualTls, protocol }: GraphPort): boolean {
  return !mutualTls && !OWN_TLS.has(protocol);
}
