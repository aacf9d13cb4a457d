import { HeaderMatch } from './header-match';
import { HttpMethod } from './http-method';
import { HttpPath } from './http-path';
import type { HttpAccessModel, PathModel } from './model/model';
import { instance, invalid, list, optionalList, port, struct, text } from './private/arguments';
import { hostName } from './private/hosts';
import { narrowing } from './private/narrowing';
import { byKey, sortedUnique } from './private/sorting';
import type { AccessDeclaration } from './resolve/declarations';

/** Restrictions on HTTP requests for `Access.http`. All fields must match; the values within one field are alternatives. */
export interface HttpAccess {
  /**
   * Service ports (not target ports).
   *
   * @default - every port declared with `ServicePort.http`, `http2` or `grpc`
   */
  readonly ports?: number[];

  /**
   * Request methods. An empty list is an error, never "all".
   *
   * @default - every method
   */
  readonly methods?: HttpMethod[];

  /**
   * Request paths. An empty list is an error, never "all".
   *
   * @default - every path
   */
  readonly paths?: HttpPath[];

  /**
   * Host names in the request's authority (`Host`), with or without a port after them. Wildcards are not supported.
   *
   * @default - every host
   */
  readonly hosts?: string[];

  /**
   * Conditions on request headers, all of which must hold.
   *
   * @default - no condition
   */
  readonly headers?: HeaderMatch[];
}

/** Options of `Access.grpc`. */
export interface GrpcAccessOptions {
  /**
   * Service ports (not target ports).
   *
   * @default - every port declared with `ServicePort.grpc` or `http2`
   */
  readonly ports?: number[];
}

/**
 * What a caller may do on a service. Ports are those of the Kubernetes Service; enforcement uses the target ports.
 *
 * Access that a port cannot carry is an error at synth (methods on TCP, HTTP on TLS that the application terminates), never ignored.
 */
export class Access {
  /** Allows all traffic on every port of the service. */
  public static all(): Access {
    return new Access({ carrier: 'any', written: 'Access.all' });
  }

  /**
   * Allows all traffic on the given ports.
   *
   * @param ports Service ports; at least one. Errors: `invalid-port`, at synth `unknown-port`.
   */
  public static ports(...ports: number[]): Access {
    return new Access({ carrier: 'any', ports: portNumbers(ports), written: 'Access.ports' });
  }

  /**
   * Allows HTTP requests, restricted by method, path, host and header.
   *
   * @param access Restrictions on the requests. Errors: `empty-list`, `invalid-host`, `unknown-option`, at synth
   * `unknown-port`, `protocol-cannot-carry`, `impossible-request`.
   */
  public static http(access: HttpAccess = {}): Access {
    const given = narrowing('Access.http', access, { ports: true, methods: true, paths: true, hosts: true, headers: true });
    const methods = optionalList('methods', given.methods, (what, v) => instance(what, v, HttpMethod, `write \`${methodRepair(v)}\``).name);
    const paths = optionalList('paths', given.paths, (what, v) => instance(what, v, HttpPath, 'write `HttpPath.exact(…)`, `under`, `prefix`, `suffix` or `template`')._model);
    const hosts = optionalList('hosts', given.hosts, hostName);
    const headers = optionalList('headers', given.headers, (what, v) => instance(what, v, HeaderMatch, 'write `HeaderMatch.exact(name, value)`'));
    return new Access({
      carrier: 'http',
      ports: optionalPorts(given.ports),
      http: narrowed({
        methods: methods && sortedUnique(methods),
        paths: paths && byKey(paths, (p) => `${p.value} ${p.kind}`),
        hosts: hosts && sortedUnique(hosts),
        headers: headers && byKey(headers.map((h) => h._model()), (h) => JSON.stringify(h)),
      }),
      written: 'Access.http',
    });
  }

  /**
   * Allows GET, HEAD and OPTIONS requests. A read-only gRPC call or GraphQL query is a POST and therefore not included.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9110#name-safe-methods
   * @param paths Paths of the requests; if omitted, every path.
   */
  public static httpSafeMethods(...paths: HttpPath[]): Access {
    return Access.http({ methods: [HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS], paths: paths.length === 0 ? undefined : paths });
  }

  /**
   * Allows calls to one gRPC service.
   *
   * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
   * @param service Full service name with its package, `shop.Catalog`. Errors: `invalid-grpc-name`.
   * @param methods Method names as in the `.proto` file; if omitted, every method of the service. Errors: `empty-list`.
   * @param options Ports on which the calls are allowed.
   */
  public static grpc(service: string, methods?: string[], options: GrpcAccessOptions = {}): Access {
    const name = grpcName('gRPC service', service, /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/, 'shop.Catalog');
    const names = optionalList('methods', methods, (what, v) => grpcName(what, v, /^[A-Za-z_]\w*$/, 'ListProducts'));
    return new Access({
      carrier: 'grpc',
      ports: optionalPorts(struct('options of Access.grpc', options).ports),
      http: {
        methods: ['POST'],
        paths: names === undefined
          ? [{ kind: 'prefix', value: `/${name}/` }]
          : sortedUnique(names).map((m) => ({ kind: 'exact', value: `/${name}/${m}` })),
      },
      written: 'Access.grpc',
    });
  }

  /**
   * Allows raw TCP connections on ports declared with `ServicePort.tcp`, `tls` or `https`.
   *
   * @param ports Service ports; if omitted, every such port.
   */
  public static tcp(...ports: number[]): Access {
    return new Access({ carrier: 'tcp', ports: ports.length === 0 ? undefined : portNumbers(ports), written: 'Access.tcp' });
  }

  /**
   * Allows datagrams on UDP ports. Meshes do not carry UDP: only NetworkPolicy is enforced, by pods and addresses, without identity.
   *
   * @param ports Service ports; if omitted, every UDP port.
   */
  public static udp(...ports: number[]): Access {
    return new Access({ carrier: 'udp', ports: ports.length === 0 ? undefined : portNumbers(ports), written: 'Access.udp' });
  }

  /**
   * Allows traffic on SCTP ports. Meshes do not carry SCTP: only NetworkPolicy is enforced, by pods and addresses, without identity.
   *
   * @param ports Service ports; if omitted, every SCTP port.
   */
  public static sctp(...ports: number[]): Access {
    return new Access({ carrier: 'sctp', ports: ports.length === 0 ? undefined : portNumbers(ports), written: 'Access.sctp' });
  }

  /**
   * One method on these paths, which have been validated already.
   *
   * @internal
   */
  public static _operations(carrier: 'http' | 'grpc', method: string, paths: readonly PathModel[], ports: readonly number[] | undefined): Access {
    const http = { methods: [method], paths: byKey(paths, (p) => `${p.value} ${p.kind}`) };
    return new Access({ carrier, ports: optionalPorts(ports), http, written: 'Api.operations' });
  }

  private constructor(
    /** @internal */
    public readonly _declaration: AccessDeclaration,
  ) {}
}

function portNumbers(ports: unknown): number[] {
  return [...new Set(list('ports', ports, port))].sort((a, b) => a - b);
}

function optionalPorts(ports: unknown): number[] | undefined {
  return ports === undefined || ports === null ? undefined : portNumbers(ports);
}

/** Without any field nothing is narrowed: the port's whole traffic. */
function narrowed(http: HttpAccessModel): HttpAccessModel | undefined {
  const fields = Object.entries(http).filter(([, values]) => values !== undefined);
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

function methodRepair(value: unknown): string {
  if (typeof value !== 'string') return 'HttpMethod.GET';
  const name = value.toUpperCase();
  return name in HttpMethod ? `HttpMethod.${name}` : `HttpMethod.of('${name}')`;
}

function grpcName(what: string, value: unknown, pattern: RegExp, example: string): string {
  const given = text(what, value, 'invalid-grpc-name');
  if (given.includes('/')) {
    throw invalid('invalid-grpc-name', `${what} \`${given}\` has a \`/\``,
      'give the service and its methods apart: `Access.grpc(\'shop.Catalog\', [\'ListProducts\'])`');
  }
  if (!pattern.test(given)) throw invalid('invalid-grpc-name', `${what} \`${given}\` is not a name in a .proto file`, `write it like \`${example}\``);
  return given;
}
