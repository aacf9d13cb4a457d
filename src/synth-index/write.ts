import type { AccessModel } from '../model/model';
import { type IndexedModel, type IndexFile, SCHEMA, type SynthFacts, VERSION } from './index-file';

/** Everything in the order in which the model has it, which is the same for the same program. */
export function indexOf(model: AccessModel, facts: SynthFacts): IndexFile {
  return { schema: SCHEMA, version: VERSION, ...facts, ...indexedModel(model) };
}

/** By what is left out: a field that is new to the model is in the index, and `read.ts` does not compile without it. */
export function indexedModel(model: AccessModel): IndexedModel {
  const { mesh, services, imported } = model;
  return {
    ...without(model, 'neighbours', 'roles', 'expired', 'withheld', 'removed', 'suppressions'),
    mesh: without(mesh, 'delivery'),
    services: services.map((s) => without(s, 'apis')),
    ...(imported === undefined ? {} : { imported: imported.map((s) => without(s, 'apis')) }),
  };
}

function without<T extends object, K extends keyof T & string>(value: T, ...keys: readonly K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !(keys as readonly string[]).includes(key))) as Omit<T, K>;
}
