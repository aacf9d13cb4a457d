import { isIP } from 'node:net';
import { QuestionError } from './error';
import type { CallerQuestion, HostQuestion, TargetQuestion } from './question';

const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const CALLER_FORMS = 'write `namespace/serviceaccount`, `trust.domain/ns/namespace/sa/serviceaccount`, `pod:namespace/name` or `anonymous`';
const PLACE_FORMS = 'write `namespace/service:port` or `pod:namespace/name:port`';
const TARGET_FORMS = 'write `namespace/service:port`, `pod:namespace/name:port` or `host.example:port`';
const HOST = /^([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)+[a-z]([-a-z0-9]*[a-z0-9])?$/i;

/** A caller as one word: `shop/frontend`, `cluster.local/ns/shop/sa/frontend`, `pod:shop/frontend-0`, `anonymous`; each may end in `@10.1.2.3`. */
export function parseCaller(text: string): CallerQuestion {
  const at = text.lastIndexOf('@');
  const who = at < 0 ? text : text.slice(0, at);
  const address = at < 0 ? {} : { ip: parseIp(text.slice(at + 1)) };
  if (who === 'anonymous') return { kind: 'anonymous', ...address };
  if (who.startsWith('pod:')) return { kind: 'pod', ...parseNamespacedName(who.slice('pod:'.length), CALLER_FORMS), ...address };
  if (who.startsWith('spiffe://') || who.split('/').length > 2) return { kind: 'principal', principal: parsePrincipal(who), ...address };
  return { kind: 'service-account', ...parseNamespacedName(who, CALLER_FORMS), ...address };
}

/** A target as one word: `shop/catalog:3550`, `shop/catalog:grpc`, `pod:shop/catalog-0:3550`, `api.example:443`, `api.example@192.0.2.1:443`. */
export function parseTarget(text: string): TargetQuestion | HostQuestion {
  const [, host, , ip, port] = /^([^/:@]+)(@([^/]+))?:([^:]+)$/.exec(text) ?? [];
  if (host === undefined || !HOST.test(host)) return parsePlace(text, TARGET_FORMS);
  return { kind: 'host', host: host.toLowerCase(), port: parsePort(port), ...(ip === undefined ? {} : { ip: parseIp(ip) }) };
}

/** One of the cluster: `shop/catalog:3550`, `pod:shop/catalog-0:3550`. */
export function parsePlace(text: string, forms = PLACE_FORMS): TargetQuestion {
  const isPod = text.startsWith('pod:');
  const rest = isPod ? text.slice('pod:'.length) : text;
  const colon = rest.lastIndexOf(':');
  if (colon < 0) throw new QuestionError({ message: `target has no port, got \`${text}\``, repair: forms });
  const name = parseNamespacedName(rest.slice(0, colon), forms);
  const port = rest.slice(colon + 1);
  return isPod ? { kind: 'pod', ...name, port: parsePort(port) } : { kind: 'service', ...name, port: parseServicePort(port) };
}

export function parseNamespacedName(text: string, forms = 'write `namespace/name`'): { readonly namespace: string; readonly name: string } {
  const [namespace, name, ...more] = text.split('/');
  if (name === undefined || more.length > 0 || !NAME.test(namespace) || !NAME.test(name)) {
    throw new QuestionError({ message: `not a namespace and a name, got \`${text}\``, repair: forms });
  }
  return { namespace, name };
}

/** Without the scheme, as policies write it. */
export function parsePrincipal(text: string): string {
  const id = text.startsWith('spiffe://') ? text.slice('spiffe://'.length) : text;
  if (!/^[^/\s*]+(\/[^/\s*]+)+$/.test(id)) {
    throw new QuestionError({ message: `not a SPIFFE identity, got \`${text}\``, repair: 'write one such as `cluster.local/ns/shop/sa/frontend`' });
  }
  return id;
}

export function parseIp(text: string): string {
  if (isIP(text) === 0) throw new QuestionError({ message: `not an IP address, got \`${text}\``, repair: 'write one address such as `10.1.2.3`' });
  return text;
}

/** A Service's port may be called by its name, which has a letter in it. */
function parseServicePort(text: string): number | string {
  return /^[-a-z0-9]*[a-z][-a-z0-9]*$/.test(text) ? text : parsePort(text);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^[0-9]+$/.test(text) || port < 1 || port > 65535) {
    throw new QuestionError({ message: `not a port, got \`${text}\``, repair: 'write a number from 1 to 65535' });
  }
  return port;
}
