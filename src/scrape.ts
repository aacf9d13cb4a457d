import { Access } from './access';
import type { CallOptions } from './allow-options';
import type { ExceptionOptions } from './exception-options';
import { HttpMethod } from './http-method';
import { HttpPath } from './http-path';
import { MERGED_METRICS } from './model/scrape';
import { port as portNumber, struct } from './private/arguments';
import { statedException } from './private/exceptions';
import type { ScrapeWay } from './private/scrape-way';

/** A scrape of one path, with a certificate of the mesh. */
export interface ScrapeOptions extends CallOptions {
  /**
   * Path of the metrics.
   *
   * @default '/metrics'
   */
  readonly path?: string;
}

/**
 * How Prometheus gets the metrics of a service, for `MeshService.allowScrapes`.
 *
 * With a certificate of the mesh it is a caller like others: `ofPath`, and for ambient pods, at which nothing tells requests apart, `ofPort`.
 * Without one it comes in plaintext, at a port that no proxy captures: `merged` and `pastProxy`. Then NetworkPolicy alone decides, by the pods of
 * Prometheus; each is an exception that every report lists.
 *
 * @see https://istio.io/latest/docs/ops/integrations/prometheus/
 */
export class Scrape {
  /**
   * `GET` of one path on a Service port, with a certificate. Of services with sidecars: Prometheus dials pods, past any waypoint
   * (`http-past-waypoint`, `http-needs-waypoint`).
   */
  public static ofPath(port: number, options?: ScrapeOptions): Scrape {
    const { path = '/metrics', ...said } = struct('options of Scrape.ofPath', options);
    return new Scrape({ access: Access.http({ ports: [portNumber('port', port)], methods: [HttpMethod.GET], paths: [HttpPath.exact(path)] }), said });
  }

  /** All of a Service port, with a certificate. A port that serves others as well needs a reason in ambient (`shared-scrape-port`). */
  public static ofPort(port: number, options?: CallOptions): Scrape {
    return new Scrape({ access: Access.ports(portNumber('port', port)), said: struct('options of Scrape.ofPort', options) });
  }

  /**
   * Port 15020, where the agent of each sidecar answers with the metrics of Envoy, its own, and those of the application together
   * (`prometheus.io/*` annotations of the pod; `enablePrometheusMerge`, on by default). In plaintext: it is never captured.
   *
   * @see https://istio.io/latest/docs/ops/integrations/prometheus/#option-1-metrics-merging
   */
  public static merged(options: ExceptionOptions): Scrape {
    return new Scrape({ targetPort: MERGED_METRICS, stated: statedException('Scrape.merged', options) });
  }

  /**
   * A port of the pods that their sidecars do not capture, in plaintext: one of `excludedInboundPorts` or of the pods' annotation
   * `traffic.sidecar.istio.io/excludeInboundPorts`, or 15090, Envoy's own metrics. One that is captured is an error at synth
   * (`scrape-of-captured-port`).
   */
  public static pastProxy(targetPort: number, options: ExceptionOptions): Scrape {
    return new Scrape({ targetPort: portNumber('target port', targetPort), stated: statedException('Scrape.pastProxy', options) });
  }

  private constructor(
    /** @internal */
    public readonly _way: ScrapeWay,
  ) {}
}
