import type { Telemetry, TelemetryAccessLog } from '../kinds';
import { defineKind } from './kind';
import { anything, boolean, customObject, list, nonEmpty, oneOf } from './kit';
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

const spec = customObject<Telemetry['spec']>(
  { ...target, accessLogging: list(accessLog), metrics: list(anything), tracing: list(anything) },
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
