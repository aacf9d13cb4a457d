import type { ConfigMap } from '../kinds';
import { configMapConcern, configMapRules, dataKeyFault } from '../validate/config-map';
import { defineKind } from './kind';
import { boolean, isMap, string, stringOf, wrongType, type Check } from './kit';
import { metadata } from './metadata';

const key = stringOf('bad-value', dataKeyFault);

/** A value that is null is an empty one to the API server: charts write `key:` so. */
function values(value: Check<string>): Check<Readonly<Record<string, string>>> {
  return (map, findings) => {
    if (!isMap(map)) {
      wrongType(findings, 'a map', map);
      return {};
    }
    let nulls = false;
    for (const [name, entry] of Object.entries(map)) {
      findings.enter(name);
      key(name, findings);
      if (entry === null || entry === undefined) nulls = true;
      else value(entry, findings);
      findings.leave();
    }
    return (nulls ? Object.fromEntries(Object.entries(map).map(([name, entry]) => [name, entry ?? ''])) : map) as Readonly<Record<string, string>>;
  };
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Go's decoder passes over line ends, which YAML block scalars bring. */
const base64 = stringOf('bad-value', (text) => BASE64.test(text.replace(/[\r\n]/g, '')) ? undefined : 'is not base64');

/** Anybody's, so that only what the API server refuses is refused: https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/config-map-v1/ */
export const configMap = defineKind<ConfigMap>({
  group: '',
  kind: 'ConfigMap',
  versions: ['v1'],
  fields: { metadata, data: values(string) },
  required: ['metadata'],
  unread: { binaryData: values(base64), immutable: boolean },
  rules: configMapRules,
  concern: configMapConcern,
});
