import type { Telemetry, TelemetryAccessLog, TelemetryMetrics, TelemetryMetricsOverride } from '../kinds';
import { defineKind } from './kind';
import { anything, boolean, customObject, list, nonEmpty, oneOf, record, string } from './kit';
import { metadata } from './metadata';
import { oneTarget, target } from './selectors';

// https://istio.io/latest/docs/reference/config/telemetry/

const provider = customObject<NonNullable<TelemetryAccessLog['providers']>[number]>({ name: nonEmpty }, { name: 'a provider', required: ['name'] });

const accessLog = customObject<TelemetryAccessLog>({
  match: customObject({ mode: oneOf('CLIENT_AND_SERVER', 'CLIENT', 'SERVER') }, { name: 'a match of access logs' }),
  providers: list(provider),
  disabled: boolean,
  filter: customObject({ expression: nonEmpty }, { name: 'a filter of access logs' }),
}, { name: 'an access log' });

const METRICS = [
  'ALL_METRICS', 'REQUEST_COUNT', 'REQUEST_DURATION', 'REQUEST_SIZE', 'RESPONSE_SIZE', 'TCP_OPENED_CONNECTIONS', 'TCP_CLOSED_CONNECTIONS',
  'TCP_SENT_BYTES', 'TCP_RECEIVED_BYTES', 'GRPC_REQUEST_MESSAGES', 'GRPC_RESPONSE_MESSAGES',
] as const;

const override = customObject<TelemetryMetricsOverride>({
  match: customObject(
    { metric: oneOf(...METRICS), customMetric: nonEmpty, mode: oneOf('CLIENT_AND_SERVER', 'CLIENT', 'SERVER') }, { name: 'a match of metrics' },
  ),
  disabled: boolean,
  tagOverrides: record(undefined, customObject({ operation: oneOf('UPSERT', 'REMOVE'), value: string }, { name: 'what becomes of a tag' })),
}, { name: 'an override of metrics' });

const metrics = customObject<TelemetryMetrics>(
  { providers: list(provider), overrides: list(override), reportingInterval: nonEmpty }, { name: 'a choice of metrics' },
);

const spec = customObject<Telemetry['spec']>(
  { ...target, accessLogging: list(accessLog), metrics: list(metrics), tracing: list(anything) },
  { name: 'a Telemetry spec', rules: oneTarget },
);

/** Says what proxies record of calls. It decides about none of them. */
export const telemetry = defineKind<Telemetry>({
  group: 'telemetry.istio.io',
  kind: 'Telemetry',
  versions: ['v1', 'v1alpha1'],
  fields: { metadata, spec },
  required: ['metadata'],
  defaults: (object) => (object.spec as Telemetry['spec'] | undefined) === undefined ? { ...object, spec: {} } : object,
});
