import type { IGuardrail } from '../../guardrail';
import { invalid, refuseToken, show, text, words } from '../arguments';

/** A guardrail as it was when it was added: in other languages asking for a property is a call. */
export interface RegisteredGuardrail {
  readonly id: string;
  readonly description: string;
  readonly guardrail: IGuardrail;
}

export function registeredGuardrail(what: string, value: unknown): RegisteredGuardrail {
  refuseToken(what, value);
  const guardrail = value as Partial<IGuardrail> | null | undefined;
  if (typeof guardrail?.check !== 'function') {
    throw invalid('wrong-type', `${what} must be a guardrail, got ${show(value)}`, 'write `Guardrails.noPlaintext()`, or a class with `id`, `description` and `check`');
  }
  for (const name of ['id', 'description'] as const) {
    if (guardrail[name] === undefined) throw invalid('wrong-type', `${what} has no \`${name}\``, 'give it one, as a property: `@property` in Python, `getId` in Java');
  }
  return {
    id: guardrailId('id of a guardrail', guardrail.id),
    description: words('description of a guardrail', guardrail.description),
    guardrail: guardrail as IGuardrail,
  };
}

/** As it stands in errors and suppressions. */
export function guardrailId(what: string, value: unknown): string {
  const given = text(what, value, 'invalid-guardrail-id');
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)*$/.test(given)) {
    throw invalid('invalid-guardrail-id', `${what} \`${given}\` is not an id`, 'use lower-case letters, digits and `-`, with `/` between parts, like `pci/no-plaintext`');
  }
  return given;
}
