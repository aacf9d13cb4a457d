import type { WorkloadEntry, WorkloadEntrySpec } from '../endpoint-kinds';
import { istioLabelFault } from '../syntax/hosts';
import { istioLabels } from '../syntax/labels';
import { addressFault, needsAddress, socketHasNoPorts } from '../validate/workload-entry';
import { uint32 } from './connection-pool';
import { few } from './few';
import { defineKind } from './kind';
import { customObject, port, record, string, stringOf, type Check, type Fields } from './kit';
import { metadata } from './metadata';

// https://istio.io/latest/docs/reference/config/networking/workload-entry/

export const entryPortName = stringOf('bad-name', istioLabelFault);

const upTo = (most: number): Check<string> => stringOf('bad-value', (text) => text.length > most ? `is longer than ${most} characters` : undefined);

/** Of a template istiod does not look at labels, which then fit nothing or are refused when a machine registers. */
export function workloadEntryFields(labels: Check<Readonly<Record<string, string>>>): Fields<WorkloadEntrySpec> {
  return {
    address: stringOf('bad-address', addressFault),
    ports: few(record(entryPortName, port, 'a map from port name to port'), 128),
    labels: few(labels, 256),
    network: upTo(2048),
    locality: upTo(2048),
    weight: uint32,
    serviceAccount: upTo(253),
  };
}

export const freeLabels = record(undefined, string, 'a map of labels');

/** A workload that is no pod, or an endpoint of a ServiceEntry. */
export const workloadEntrySpec = (name: string): Check<WorkloadEntrySpec> => customObject<WorkloadEntrySpec>(workloadEntryFields(istioLabels), {
  name,
  rules: (value, findings) => {
    needsAddress(value, name, findings);
    socketHasNoPorts(value, findings);
  },
});

export const workloadEntry = defineKind<WorkloadEntry>({
  group: 'networking.istio.io',
  kind: 'WorkloadEntry',
  versions: ['v1', 'v1beta1', 'v1alpha3'],
  fields: { metadata, spec: workloadEntrySpec('a WorkloadEntry spec') },
  required: ['metadata', 'spec'],
});
