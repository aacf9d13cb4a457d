import {
  anonymousCaller, type Caller, callerOf, callerWithPrincipal, type Destination, destinationsOf, type HttpRequest, type Request, type Token,
  workloadsNamed, type World,
} from '../../src/eval';
import { reach, shownAs } from '../../src/eval/outward/reach';

/** `shop/frontend@10.0.0.1 -> shop/backend:8080 GET /api host=x x-env=prod => deny authorization-allow`. */
export interface Asked {
  readonly caller: Caller;
  readonly destination: Destination;
  readonly http?: HttpRequest;
  readonly answer: string;
  /** The layer that decides, where the case names it. */
  readonly layer?: string;
}

const LINE = /^(\S+) -> ((?:host:)?\S+?):(\d+)(?:\/(UDP|SCTP))?(?: ([A-Za-z]+) (\S+))?((?: \S+=\S*)*) => (allow|deny|undetermined)(?: (\S+))?$/;

/**
 * Without a method it is bytes. A caller is a workload, `plain`, `pod:<namespace>` (no labels) or `principal:<id>`; a target a workload
 * or `svc:<service>`, of which `>` picks one workload, or `host:<name>`.
 */
export function parseAsk(world: World, line: string): Asked {
  const match = LINE.exec(line);
  if (match === null) throw new Error(`cannot read the case line \`${line}\``);
  const [, from, to, port, protocol, method, path, extras, answer, layer] = match;
  const fields = extras.trim().split(' ').filter((f) => f !== '').map((f) => [f.slice(0, f.indexOf('=')), f.slice(f.indexOf('=') + 1)] as const);
  const headers = fields.filter(([name]) => name !== 'host' && name !== 'token');
  const token = fields.find(([name]) => name === 'token')?.[1];
  const repeated = headers.filter(([name], i) => headers.some(([other], j) => other === name && i !== j)).map(([name]) => name);
  const valuesOf = (name: string): string[] => headers.filter(([n]) => n === name).map(([, v]) => v);
  const http: HttpRequest = {
    method,
    path,
    host: fields.find(([name]) => name === 'host')?.[1] ?? 'backend',
    headers: Object.fromEntries(headers.map(([name]) => [name, valuesOf(name).join(',')])),
    repeatedHeaders: Object.fromEntries(repeated.map((name) => [name, valuesOf(name)])),
    ...(token === undefined ? {} : { token: parseToken(token) }),
  };
  return {
    caller: parseCaller(world, from),
    destination: to.startsWith('host:')
      ? hostDestination(world, parseCaller(world, from), to.slice('host:'.length), Number(port), method === undefined ? {} : { http })
      : parseDestination(world, to, Number(port), (protocol ?? 'TCP') as Destination['protocol']),
    answer,
    ...(method === undefined ? {} : { http }),
    ...(layer === undefined ? {} : { layer }),
  };
}

/** `iss~https://idp.example;groups~a|b;[realm][roles]~c;in~cookie_x`; `~` for one that is not valid, `_` for a space, `a|` for a list of one. */
function parseToken(text: string): Token {
  const fields = text.split(';').filter((f) => f !== '~' && f !== '').map((f) => f.split('~').map((part) => part.replaceAll('_', ' ')));
  const claims = fields.filter(([name]) => name !== 'in').map(([name, value]) => (
    [name.startsWith('[') ? name : `[${name}]`, value.includes('|') ? value.split('|').filter((v) => v !== '') : value] as const));
  const at = fields.find(([name]) => name === 'in')?.[1];
  return { ...(text.startsWith('~') ? { valid: false } : {}), ...(at === undefined ? {} : { at }), claims: Object.fromEntries(claims) };
}

function parseCaller(world: World, text: string): Caller {
  const [who, ip] = text.split('@');
  const at = ip === undefined ? {} : { ip };
  if (who === 'plain') return anonymousCaller(ip);
  if (who.startsWith('pod:')) return { name: `an undeclared pod in ${who.slice(4)}`, namespace: who.slice(4), labels: {}, pod: true, ...at };
  if (who.startsWith('principal:')) return callerWithPrincipal(world, who.slice('principal:'.length), ip);
  return { ...callerOf(world, workload(world, who)), ...at };
}

function parseDestination(world: World, text: string, port: number, protocol: Destination['protocol']): Destination {
  if (!text.startsWith('svc:')) return { workload: workload(world, text), port, protocol };
  const [service, only] = text.slice(4).split('>');
  const [namespace, name] = service.split('/');
  const found = destinationsOf(world, namespace, name, port)?.destinations.filter((d) => only === undefined || d.workload.id === only);
  if (found?.length !== 1) throw new Error(`\`${text}:${port}\` leads to ${found?.length ?? 'no'} workloads`);
  return found[0];
}

function hostDestination(world: World, caller: Caller, host: string, port: number, request: Request): Destination {
  const found = reach(world, caller, { host, port, protocol: shownAs(world, { host, port }, request)[0] }, request);
  if (found.length !== 1 || found[0].destination.entry === undefined) throw new Error(`\`${host}:${port}\` leads to ${found.length} places`);
  return found[0].destination;
}

function workload(world: World, id: string): Destination['workload'] {
  const [namespace, name] = id.split('/');
  const found = workloadsNamed(world, namespace, name);
  if (found.length !== 1) throw new Error(`there are ${found.length} workloads \`${id}\``);
  return found[0];
}
