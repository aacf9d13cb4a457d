import { countedBy, type Metric } from '../eval/metrics';
import { ruleRef } from '../eval/refs';
import { EVERYTHING } from '../eval/request-set';
import type { ReportedSide } from '../eval/telemetry';
import type { StageName } from '../model/stages';
import type { Gap, Tally } from './gap';
import type { Context } from './knocks';
import { recordersOf, REPORTED_SIDES } from './recorders';

interface ExitTest {
  readonly side: ReportedSide;
  readonly metrics: readonly Metric[];
}

type Name = Metric['name'];
const metrics = (tags: readonly string[], ...names: readonly Name[]): readonly Metric[] => names.map((name) => ({ name, tags }));

const SERVED = ['reporter', 'destination_workload', 'destination_workload_namespace', 'source_workload', 'source_workload_namespace'];
const SENT = ['reporter', 'source_workload', 'source_workload_namespace', 'destination_service', 'destination_service_name'];

/**
 * What the queries that end a stage count of its own proxies, and the tags that they ask for: docs/guide/rollout.md has them. A query of what
 * nobody counts is as empty as one of what does not happen. The stage that has none here is ended by statistics of Envoy's own, which no
 * Telemetry turns off.
 */
export const EXIT_TESTS: Readonly<Partial<Record<StageName, ExitTest>>> = {
  observe: { side: 'SERVER', metrics: metrics([...SERVED, 'connection_security_policy'], 'REQUEST_COUNT', 'TCP_OPENED_CONNECTIONS') },
  authorization: { side: 'SERVER', metrics: metrics([...SERVED, 'response_code'], 'REQUEST_COUNT') },
  'network-policy': { side: 'CLIENT', metrics: metrics(SENT, 'REQUEST_COUNT', 'TCP_OPENED_CONNECTIONS') },
  'egress-scope': {
    side: 'CLIENT',
    metrics: [...metrics([...SENT, 'response_flags'], 'REQUEST_COUNT', 'TCP_CLOSED_CONNECTIONS'), ...metrics(SENT, 'TCP_OPENED_CONNECTIONS')],
  },
};

/** What a stage is left by is counted, by every proxy that has a part in it. */
export function checkCounted(context: Context, tally: Tally): readonly Gap[] {
  return recordersOf(context).flatMap(({ name, service, reader, staged }) => {
    const test = staged.stage === undefined ? undefined : EXIT_TESTS[staged.stage];
    if (test === undefined || !REPORTED_SIDES[reader.proxy].includes(test.side)) return [];
    return test.metrics.flatMap((metric): readonly Gap[] => {
      tally.decisions++;
      const { what, because } = countedBy(context.world, reader, test.side, metric);
      if (what === 'everything') return [];
      return [{
        statement: 'counted', caller: name, callee: `${metric.name} (${test.side})`, protocol: 'TCP', requests: EVERYTHING, service,
        undecided: what === 'part', because: because.map((source) => ruleRef(source, 'spec.metrics')),
      }];
    });
  });
}
