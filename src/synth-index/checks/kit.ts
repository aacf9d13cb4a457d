import { type Check, isMap, oneOf, stringOf, wrongType } from '../../manifest/schema/kit';
import { cidrFault } from '../../manifest/syntax/addresses';
import { isDay } from '../../model/in-force';

/** A map whose `kind` says which of several it is. */
export function ofKind<T extends { readonly kind: string }>(kinds: { readonly [K in T['kind']]: Check<Extract<T, { readonly kind: K }>> }): Check<T> {
  const kind = oneOf(...Object.keys(kinds) as T['kind'][]);
  return (value, findings) => {
    if (!isMap(value)) {
      wrongType(findings, 'a map', value);
      return value as unknown as T;
    }
    const before = findings.count;
    const name = findings.at('kind', () => kind(value.kind, findings));
    return findings.count > before ? value as unknown as T : kinds[name](value, findings);
  };
}

/** It is there and says so, or it is left out. */
export const yes: Check<true> = (value, findings) => {
  if (value !== true) wrongType(findings, 'true', value, 'leave it out');
  return true;
};

export const no: Check<false> = (value, findings) => {
  if (value !== false) wrongType(findings, 'false', value, 'leave it out');
  return false;
};

export const day = stringOf('bad-value', (text) => (isDay(text) ? undefined : { message: 'is no day', repair: 'write it like `2027-06-30`' }));

export const cidr = stringOf('bad-address', cidrFault);
