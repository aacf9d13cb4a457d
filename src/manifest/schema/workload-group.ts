import type { WorkloadEntrySpec, WorkloadGroup } from '../endpoint-kinds';
import { istioLabels } from '../syntax/labels';
import { probeMethod, type Probe } from '../validate/workload-group';
import { socketHasNoPorts } from '../validate/workload-entry';
import { natural } from './connection-pool';
import { few } from './few';
import { defineKind } from './kind';
import { customObject, list, nonEmpty, oneOf, port, record, string, stringOf } from './kit';
import { metadata } from './metadata';
import { freeLabels, workloadEntryFields } from './workload-entry';

// https://istio.io/latest/docs/reference/config/networking/workload-group/

type Spec = WorkloadGroup['spec'];

const header = customObject<{ readonly name: string; readonly value?: string }>({
  name: stringOf('bad-value', (text) => /^[-_A-Za-z0-9]+$/.test(text) ? undefined : 'is not a header name'), value: string,
}, { name: 'a header', required: ['name'] });

const probe = customObject<Probe>({
  httpGet: customObject<NonNullable<Probe['httpGet']>>(
    { port, path: string, host: string, scheme: oneOf('', 'HTTP', 'HTTPS'), httpHeaders: list(header) }, { name: 'an HTTP probe', required: ['port'] },
  ),
  tcpSocket: customObject<NonNullable<Probe['tcpSocket']>>({ port, host: string }, { name: 'a TCP probe', required: ['port'] }),
  exec: customObject<NonNullable<Probe['exec']>>({ command: list(nonEmpty, { least: 1 }) }, { name: 'an exec probe', required: ['command'] }),
  grpc: customObject<NonNullable<Probe['grpc']>>({ port, service: string }, { name: 'a gRPC probe' }),
  initialDelaySeconds: natural, timeoutSeconds: natural, periodSeconds: natural, successThreshold: natural, failureThreshold: natural,
}, { name: 'a probe', rules: probeMethod });

const spec = customObject<Spec>({
  metadata: customObject<NonNullable<Spec['metadata']>>(
    { labels: few(istioLabels, 256), annotations: few(record(undefined, string, 'a map of annotations'), 256) }, { name: 'metadata of a WorkloadGroup' },
  ),
  template: customObject<WorkloadEntrySpec>(workloadEntryFields(freeLabels), { name: 'a template', rules: socketHasNoPorts }),
  probe,
}, { name: 'a WorkloadGroup spec', required: ['template'] });

export const workloadGroup = defineKind<WorkloadGroup>({
  group: 'networking.istio.io',
  kind: 'WorkloadGroup',
  versions: ['v1', 'v1beta1', 'v1alpha3'],
  fields: { metadata, spec },
  required: ['metadata', 'spec'],
});
