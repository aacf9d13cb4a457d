import { ExceptionKind } from '../../graph-elements';
import type { EnvironmentsOptions, ExceptionExpiryOptions } from '../../guardrails';
import { invalid, member, optionalList, refuseToken, show, struct, text } from '../arguments';
import type { Environments } from './rules/no-calls-between-environments';

export function environmentsOf(options: EnvironmentsOptions | undefined): Environments {
  const { environments, shared } = struct('options of Guardrails.noCallsBetweenEnvironments', options);
  return {
    namespaces: environments === undefined || environments === null ? {} : byPattern(environments),
    shared: optionalList('shared', shared, pattern) ?? [],
  };
}

function byPattern(value: unknown): Record<string, string> {
  refuseToken('environments', value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('wrong-type', `environments must map namespaces to environments, got ${show(value)}`, 'write `{ \'dev-*\': \'dev\' }`');
  }
  return Object.fromEntries(Object.entries(value).map(([key, name]) => [pattern('environments', key), text(`environments[${key}]`, name)]));
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
function pattern(what: string, value: unknown): string {
  const given = text(what, value, 'invalid-name');
  if (!/^(\*?[a-z0-9-]+|[a-z0-9-]+\*)$/.test(given)) {
    throw invalid('invalid-name', `${what} has \`${given}\`, which is no namespace`, 'write its name, or a pattern with one `*` at its start or end, like `dev-*`');
  }
  return given;
}

export function exceptionKinds(options: ExceptionExpiryOptions | undefined): readonly ExceptionKind[] | undefined {
  const { kinds } = struct('options of Guardrails.noExceptionWithoutExpiry', options);
  return optionalList('kinds', kinds, (what, v) => member(what, v, ExceptionKind));
}
