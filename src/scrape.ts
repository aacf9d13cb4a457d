import { Access } from './access';
import type { CallOptions } from './allow-options';
import type { ExceptionOptions } from './exception-options';
import { HttpMethod } from './http-method';
import { HttpPath } from './http-path';
import { MERGED_METRICS } from './model/scrape';
import { port as portNumber, struct } from './private/arguments';
import { statedException } from './private/exceptions';
import type { ScrapeWay } from './private/scrape-way';

/** Options of `Scrape.ofPath`. */
export interface ScrapeOptions extends CallOptions {
  /**
   * Path of the metrics.
   *
   * @default '/metrics'
   */
  readonly path?: string;
}

/**
 * How Prometheus scrapes the metrics of a service, for `MeshService.allowScrapes`.
 *
 * With a certificate of the mesh Prometheus is a caller like any other: use `ofPath`, or `ofPort` for ambient pods, where nothing can tell
 * requests apart. Without one it scrapes in plaintext on a port that no proxy captures: use `merged` or `pastProxy`. Only NetworkPolicy is
 * enforced then, by the pods of Prometheus; each such scrape is an exception that every report lists.
 *
 * @see https://istio.io/latest/docs/ops/integrations/prometheus/
 */
export class Scrape {
  /**
   * Allows `GET` of one path on a Service port, with a certificate. Only for services with sidecars: Prometheus dials pods and bypasses
   * waypoints (`http-past-waypoint`, `http-needs-waypoint`).
   *
   * @param port Port of the Service. Errors: `invalid-port`, at synth `unknown-port`.
   * @param options Path of the metrics; reason, last day and owner. Errors: `invalid-path`.
   */
  public static ofPath(port: number, options?: ScrapeOptions): Scrape {
    const { path = '/metrics', ...said } = struct('options of Scrape.ofPath', options);
    return new Scrape({ access: Access.http({ ports: [portNumber('port', port)], methods: [HttpMethod.GET], paths: [HttpPath.exact(path)] }), said });
  }

  /**
   * Allows all traffic on a Service port, with a certificate. In ambient mode a port that also serves other callers needs a reason
   * (`shared-scrape-port`).
   *
   * @param port Port of the Service. Errors: `invalid-port`, at synth `unknown-port`.
   * @param options Reason, last day and owner.
   */
  public static ofPort(port: number, options?: CallOptions): Scrape {
    return new Scrape({ access: Access.ports(portNumber('port', port)), said: struct('options of Scrape.ofPort', options) });
  }

  /**
   * Allows plaintext scrapes of port 15020, which is never captured. There the sidecar's agent serves the metrics of Envoy, its own, and
   * those of the application together (`prometheus.io/*` annotations of the pod; `enablePrometheusMerge`, on by default).
   *
   * @param options Why, who is responsible, and until when. Errors: `missing-reason`, `invalid-date`.
   * @see https://istio.io/latest/docs/ops/integrations/prometheus/#option-1-metrics-merging
   */
  public static merged(options: ExceptionOptions): Scrape {
    return new Scrape({ targetPort: MERGED_METRICS, stated: statedException('Scrape.merged', options) });
  }

  /**
   * Allows plaintext scrapes of a port that the pods' sidecars do not capture: one of `excludedInboundPorts` or of the pods' annotation
   * `traffic.sidecar.istio.io/excludeInboundPorts`, or 15090, Envoy's own metrics. A port that is captured is an error at synth
   * (`scrape-of-captured-port`).
   *
   * @param targetPort Port of the pods. Errors: `invalid-port`.
   * @param options Why, who is responsible, and until when. Errors: `missing-reason`, `invalid-date`.
   */
  public static pastProxy(targetPort: number, options: ExceptionOptions): Scrape {
    return new Scrape({ targetPort: portNumber('target port', targetPort), stated: statedException('Scrape.pastProxy', options) });
  }

  private constructor(
    /** @internal */
    public readonly _way: ScrapeWay,
  ) {}
}
