import { type ClaimQuestion, tokenOf, type TokenQuestion } from '../eval/ask/token';
import type { Token } from '../eval/types';
import { KEYS } from './case-file';
import { type Field, mapped } from './field';

const TEXTS = ['issuer', 'subject', 'header', 'prefix', 'parameter', 'cookie'] as const satisfies readonly (keyof TokenQuestion)[];

export function readToken(field: Field): Token | undefined {
  const fields = field.mapping(KEYS.token);
  if (fields === undefined) return undefined;
  const texts = TEXTS.flatMap((key) => {
    const text = fields.get(key)?.string();
    return text === undefined ? [] : [[key, text] as const];
  });
  const valid = fields.get('valid')?.boolean();
  const audiences = fields.get('audiences')?.list()?.flatMap((item) => item.string() ?? []);
  const claims = mapped(fields.get('claims'), readClaims);
  return field.understood(() => tokenOf({
    ...Object.fromEntries(texts),
    ...(valid === undefined ? {} : { valid }),
    ...(audiences && { audiences }),
    ...(claims && { claims }),
  }));
}

function readClaims(field: Field): Readonly<Record<string, ClaimQuestion>> {
  return Object.fromEntries([...field.anyMapping() ?? []].flatMap(([name, value]) => {
    const claim = readClaim(value);
    return claim === undefined ? [] : [[name, claim]];
  }));
}

/** Numbers and booleans are equal to nothing that a policy can ask for: in quotes it would be another token. */
function readClaim(field: Field): ClaimQuestion | undefined {
  if (field.isScalar) return field.text();
  return field.isList ? field.list()!.flatMap((item) => item.text() ?? []) : readClaims(field);
}
