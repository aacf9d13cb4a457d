import { parseIp, parseNamespacedName, parsePlace, parsePrincipal, parseTarget } from '../eval/ask/parse';
import type { CallerQuestion, Question, TargetQuestion } from '../eval/ask/question';
import { KEYS } from './case-file';
import { type Field, mapped } from './field';
import { readToken } from './parse-token';

const SERVICE_ACCOUNT = 'write `namespace/serviceaccount`';
const POD_TARGET = 'write `namespace/service:port` or `{pod: namespace/name, port: 8080}`';

export function readCaller(field: Field): CallerQuestion | undefined {
  if (field.isScalar) return field.parsed((text) => ({ kind: 'service-account', ...parseNamespacedName(text, SERVICE_ACCOUNT) }));

  const fields = field.mapping(KEYS.from);
  if (fields === undefined) return undefined;
  const kinds = KEYS.from.filter((key) => key !== 'ip' && fields.has(key));
  if (kinds.length !== 1) {
    const named = kinds.length === 0 ? 'no caller' : kinds.map((kind) => `\`${kind}\``).join(' and ');
    return field.fail(`names ${named}`, 'write exactly one of `serviceAccount`, `principal`, `anonymous`, `pod`');
  }
  const ip = fields.get('ip')?.parsed(parseIp);
  const address = ip === undefined ? {} : { ip };
  const caller = fields.get(kinds[0])!;
  switch (kinds[0]) {
    case 'serviceAccount': return caller.parsed((text) => ({ kind: 'service-account', ...parseNamespacedName(text, SERVICE_ACCOUNT), ...address }));
    case 'pod': return caller.parsed((text) => ({ kind: 'pod', ...parseNamespacedName(text), ...address }));
    case 'principal': return caller.parsed((text) => ({ kind: 'principal', principal: parsePrincipal(text), ...address }));
    default: return caller.oneOf([true]) && { kind: 'anonymous', ...address };
  }
}

/** One of the cluster, or a host outside. */
export function readTarget(field: Field): Question['to'] | undefined {
  return field.isScalar ? notPod(field, field.parsed(parseTarget)) : readPlace(field);
}

export function readPlace(field: Field): TargetQuestion | undefined {
  if (field.isScalar) return notPod(field, field.parsed(parsePlace));
  const fields = field.mapping(KEYS.to);
  if (fields === undefined) return undefined;
  for (const key of KEYS.to) {
    if (!fields.has(key)) field.fail(`\`${key}\` is missing`, POD_TARGET);
  }
  const pod = fields.get('pod')?.parsed(parseNamespacedName);
  const port = fields.get('port')?.port();
  return pod === undefined || port === undefined ? undefined : { kind: 'pod', ...pod, port };
}

function notPod<T extends Question['to']>(field: Field, target: T | undefined): T | undefined {
  return target?.kind === 'pod' ? field.fail('`pod:` is how the command line writes it', POD_TARGET) : target;
}

export function readRequest(field: Field): Question['request'] {
  const fields = field.mapping(KEYS.request);
  const method = fields?.get('method')?.string();
  const path = fields?.get('path')?.string();
  const host = fields?.get('host')?.string();
  const headers = [...fields?.get('headers')?.anyMapping() ?? []].map(([name, value]) => [name, value.text() ?? ''] as const);
  const token = mapped(fields?.get('token'), readToken);
  return {
    ...(method && { method }),
    ...(path && { path }),
    ...(host && { host }),
    ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
    ...(token && { token }),
  };
}
