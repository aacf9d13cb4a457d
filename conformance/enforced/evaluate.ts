import { anonymousCaller, type Answer, callerWithPrincipal, can, type Decision, type Destination, type HttpRequest, type Layer, type World } from '../../src/eval';
import type { Wire, WireHttp } from '../probe/wire';
import { tokenIn } from '../tokens/read';

/** What the callee's proxy decides. NetworkPolicy and the caller's own proxy are somewhere else. */
export const AT_THE_CALLEE: readonly Layer[] = ['capture', 'mtls', 'request-authentication', 'custom', 'authorization-deny', 'authorization-allow'];

export interface Evaluated {
  readonly answer: Answer;
  readonly decision: Decision;
}

export function evaluate(world: World, destination: Destination, identity: string | undefined, wire: Wire): Evaluated {
  const caller = identity === undefined ? anonymousCaller(wire.sourceIp) : callerWithPrincipal(world, identity, wire.sourceIp);
  const decision = can(world, caller, destination, wire.http === undefined ? {} : { http: requestOf(wire.http) });
  const answers = decision.layers.filter((l) => AT_THE_CALLEE.includes(l.layer)).map((l) => l.answer);
  const answer = answers.includes('deny') ? 'deny' : answers.includes('undetermined') ? 'undetermined' : 'allow';
  return { answer, decision };
}

export function requestOf(http: WireHttp): HttpRequest {
  const { method, path, host, headers } = http;
  const token = tokenIn(http);
  const repeated = valuesByName(headers);
  const joined = Object.fromEntries(Object.entries(repeated).map(([name, values]) => [name, values.join(',')]));
  return { method, path, host, headers: joined, repeatedHeaders: repeated, ...(token === undefined ? {} : { token }) };
}

export function valuesByName(headers: WireHttp['headers']): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const [name, value] of headers) (values[name.toLowerCase()] ??= []).push(value);
  return values;
}
