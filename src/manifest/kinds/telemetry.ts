import type { Kind } from './object';
import type { TargetRef, WorkloadSelector } from './security';

export interface TelemetryAccessLog {
  readonly match?: { readonly mode?: 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER' };
  readonly providers?: readonly { readonly name: string }[];
  readonly disabled?: boolean;
  readonly filter?: { readonly expression?: string };
}

export interface TelemetryMetricsOverride {
  readonly match?: { readonly metric?: string; readonly customMetric?: string; readonly mode?: 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER' };
  readonly disabled?: boolean;
  readonly tagOverrides?: Readonly<Record<string, { readonly operation?: 'UPSERT' | 'REMOVE'; readonly value?: string }>>;
}

export interface TelemetryMetrics {
  readonly providers?: readonly { readonly name: string }[];
  readonly overrides?: readonly TelemetryMetricsOverride[];
  readonly reportingInterval?: string;
}

/** What proxies record; of traces nothing is asked. */
export interface Telemetry extends Kind<'telemetry.istio.io/v1', 'Telemetry'> {
  readonly spec: {
    readonly selector?: WorkloadSelector;
    readonly targetRef?: TargetRef;
    readonly targetRefs?: readonly TargetRef[];
    readonly accessLogging?: readonly TelemetryAccessLog[];
    readonly metrics?: readonly TelemetryMetrics[];
    readonly tracing?: readonly unknown[];
  };
}
