import type { CallStatement, ICallTarget } from './call-target';
import type { MeshService } from './mesh-service';
import { isPast } from './model/in-force';
import type { ExternalProtocol } from './model/model';
import { addressOrBlock } from './private/addresses';
import { invalid, list, optionalList, port } from './private/arguments';
import { externalHostName } from './private/hosts';
import { narrowing } from './private/narrowing';
import type { Registry } from './private/registry';
import { sortedUnique } from './private/sorting';

/** Options of an `ExternalHost`: its ports and addresses. */
export interface ExternalHostOptions {
  /**
   * Ports that services dial. Errors: `empty-list`, `invalid-port`.
   *
   * @default - 443 for `https` and `tls`, 80 for `http`; `tcp` has no default (`missing-ports`)
   */
  readonly ports?: number[];

  /**
   * IP addresses or CIDR blocks of the host. NetworkPolicy cannot match names. With addresses it allows only these; without addresses it
   * allows the port to every destination outside the cluster, which every report lists, and which requires the cluster's own blocks to be
   * known (`ClusterProps`). Errors: `invalid-address`, at synth `missing-cluster-cidrs`.
   *
   * @default - unknown
   */
  readonly addresses?: string[];
}

/**
 * A host outside the cluster that services call.
 *
 * The sidecar decides by name (SNI for TLS, authority for HTTP), for `tcp` by port alone. Not guaranteed: a name does not bind a program to
 * an address, and what the host serves is outside the mesh's control. An ambient caller has no proxy that checks names: its calls leave
 * through the `EgressWaypoint`, and without one they are refused (`external-needs-egress-waypoint`).
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-control/
 */
export class ExternalHost implements ICallTarget {
  /**
   * A host for HTTPS, with TLS originated by the application. The name is read from SNI.
   *
   * @param host DNS name, `api.payments.example`, without scheme, port or wildcard. Errors: `invalid-host`, at synth `internal-host`.
   * @param options Ports other than 443, and addresses.
   */
  public static https(host: string, options?: ExternalHostOptions): ExternalHost {
    return new ExternalHost('https', host, [443], options);
  }

  /**
   * A host for TLS originated by the application. The name is read from SNI.
   *
   * @param host DNS name, `api.payments.example`, without scheme, port or wildcard. Errors: `invalid-host`, at synth `internal-host`.
   * @param options Ports other than 443, and addresses.
   */
  public static tls(host: string, options?: ExternalHostOptions): ExternalHost {
    return new ExternalHost('tls', host, [443], options);
  }

  /**
   * A host for plaintext HTTP. The name is read from the authority.
   *
   * @param host DNS name, `api.payments.example`, without scheme, port or wildcard. Errors: `invalid-host`, at synth `internal-host`.
   * @param options Ports other than 80, and addresses.
   */
  public static http(host: string, options?: ExternalHostOptions): ExternalHost {
    return new ExternalHost('http', host, [80], options);
  }

  /**
   * A host for TCP on the given ports. Nothing in the traffic names the host.
   *
   * @param host DNS name, `db.partner.example`, without scheme, port or wildcard. Errors: `invalid-host`, at synth `internal-host`.
   * @param options Its ports, which have no default, and its addresses. Errors: `missing-ports`.
   */
  public static tcp(host: string, options: ExternalHostOptions): ExternalHost {
    return new ExternalHost('tcp', host, undefined, options);
  }

  /** Name of the host. */
  public readonly targetName: string;
  private readonly ports: readonly number[];
  private readonly addresses: readonly string[];

  private constructor(
    private readonly protocol: ExternalProtocol,
    host: string,
    defaultPorts: readonly number[] | undefined,
    options?: ExternalHostOptions,
  ) {
    const given = narrowing(`options of ExternalHost.${protocol}`, options, { ports: true, addresses: true });
    this.targetName = externalHostName('host', host);
    const ports = given.ports === undefined ? defaultPorts : list('ports', given.ports, port);
    if (ports === undefined) throw invalid('missing-ports', `\`ExternalHost.${protocol}\` has no default port`, 'give `ports`');
    this.ports = [...new Set(ports)].sort((a, b) => a - b);
    this.addresses = sortedUnique(optionalList('addresses', given.addresses, addressOrBlock) ?? []);
  }

  /** @internal */
  public _recordCall(caller: MeshService, said: CallStatement): void {
    const registry = caller._registry;
    // An object that nobody needs any more must not stay behind.
    if (!isPast(registry.mesh, said.expires)) this.needObjects(caller, registry);
    registry.declareExternal({
      caller: caller.id,
      host: this.targetName,
      protocol: this.protocol,
      ports: this.ports,
      addresses: this.addresses,
      ...said,
      construct: caller.node.path,
    });
  }

  private needObjects(caller: MeshService, registry: Registry): void {
    registry.withNamespace(caller.namespaceName, (namespace) => {
      if (caller._declaredIn(namespace).dataPlane !== 'ambient') namespace._needHost(this.targetName, caller.name);
      else registry.withEgressWaypoint((egress) => egress._needHost(this.targetName, caller.name));
    });
  }
}
