import { own } from '../own';
import type { HttpBox } from './box';
import { matchesSet } from './match';
import { isPreflight, PREFLIGHT_HEADERS, PREFLIGHT_METHOD } from './preflight';
import { meetStrings, stringWitness } from './string-set';
import type { HeaderSet, StringSet, Witness } from './types';

/** Exact, for canonical boxes. */
export function holdsOnlyPreflights({ methods, headers }: Pick<HttpBox, 'methods' | 'headers'>): boolean {
  return PREFLIGHT_HEADERS.every((name) => isSent(own(headers, name))) && otherMethod(methods) === undefined;
}

/** One step away from a preflight, inside a box that does not hold only them. */
export function otherThanPreflight<T extends Pick<Extract<Witness, { kind: 'http' }>, 'method' | 'headers'>>(request: T, { methods, headers }: HttpBox): T {
  if (!isPreflight(request)) return request;
  const method = otherMethod(methods);
  if (method !== undefined) return { ...request, method };
  const unsent = PREFLIGHT_HEADERS.find((name) => !isSent(own(headers, name)))!;
  return { ...request, headers: { ...request.headers, [unsent]: '' } };
}

function otherMethod(methods: StringSet | undefined): string | undefined {
  return stringWitness('method', meetStrings('method', methods ?? {}, { notIn: [{ kind: 'exact', value: PREFLIGHT_METHOD }] }));
}

/** An empty value is none. */
function isSent(header: HeaderSet | undefined): boolean {
  return header !== undefined && !header.absent && !matchesSet(header, '');
}
