import type { FluxOptions } from '../delivery';
import type { FluxModel } from '../model/delivery';
import { invalid, show, struct, text } from './arguments';
import { namespaceName, objectName } from './names';

const FIRST_WAVE = -6;
const SOURCES = ['GitRepository', 'OCIRepository', 'Bucket'] as const;

export function wave(what: string, value: unknown): number {
  if (value === undefined || value === null) return FIRST_WAVE;
  if (!Number.isInteger(value)) throw invalid('invalid-wave', `${what} is ${show(value)}`, 'write a whole number, such as -6');
  return value as number;
}

export function fluxModel(options: FluxOptions): FluxModel {
  const given = struct('options of Delivery.flux', options);
  const sourceKind = SOURCES.find((kind) => kind === (given.sourceKind ?? 'GitRepository'));
  if (sourceKind === undefined) throw invalid('invalid-source', `\`sourceKind\` is ${show(given.sourceKind)}`, `write one of ${SOURCES.join(', ')}`);
  return {
    name: objectName('name', given.name),
    namespace: namespaceName('namespace', given.namespace ?? 'flux-system'),
    sourceKind,
    sourceName: objectName('sourceName', given.sourceName),
    path: text('path', given.path),
    interval: text('interval', given.interval ?? '10m'),
  };
}
