import type { CallStatement, ICallTarget } from './call-target';
import type { MeshService } from './mesh-service';
import { isPast } from './model/in-force';
import type { MetadataServerModel } from './model/model';
import { addressText } from './private/addresses';
import { invalid, port, reasonText, struct } from './private/arguments';
import { externalHostName } from './private/hosts';

/** Options of `CloudMetadata.at`: where an endpoint on the caller's own node answers. */
export interface CloudMetadataOptions {
  /** IP address that is dialled. Errors: `invalid-address`. */
  readonly address: string;

  /**
   * Port that is dialled.
   *
   * @default 80
   */
  readonly port?: number;

  /**
   * Address that the network plugin sees, if the node redirects the call before NetworkPolicy is evaluated. Both addresses are allowed.
   * Errors: `invalid-address`.
   *
   * @default - the address that is dialled
   */
  readonly seenAddress?: string;

  /**
   * Port that the network plugin sees.
   *
   * @default - `port`
   */
  readonly seenPort?: number;
}

/**
 * An endpoint that every pod can reach on its own node, such as the cloud's metadata server, which hands out credentials.
 *
 * Denied by default: external hosts without addresses exclude link-local addresses, Azure's 168.63.129.16 and the EKS addresses in IPv6. A
 * service that calls it must state a reason (`missing-reason`) and is listed as an exception of its own in every report (`cloud-metadata`);
 * guardrails see it. NetworkPolicy opens exactly that address and port to the service; with a sidecar, a ServiceEntry that only the service's
 * own Sidecar knows is emitted as well.
 *
 * Not guaranteed: what the server hands out is decided by the cloud (IAM). An ambient pod is restricted by NetworkPolicy alone, because
 * ztunnel forwards traffic to unknown destinations. A pod on the host network is not restricted at all. Network plugins differ in whether
 * they apply NetworkPolicy to an address of the node itself: with Cilium the EKS Pod Identity Agent is the `host` entity, which no
 * NetworkPolicy can allow; that takes a CiliumNetworkPolicy.
 *
 * @see https://github.com/cilium/cilium/issues/34387
 * @see https://kubernetes.io/docs/concepts/security/cloud-native-security/
 */
export class CloudMetadata implements ICallTarget {
  /**
   * The cloud's metadata server, if `MeshProps.profile` knows it: EKS, AKS, and GKE, whose metadata server also issues tokens of Workload
   * Identity. Errors at the call: `unknown-metadata-server`.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
   * @see https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
   */
  public static ofCluster(): CloudMetadata {
    return new CloudMetadata('metadata.cloud.internal');
  }

  /**
   * The EKS Pod Identity Agent, at 169.254.170.23 on port 80. An IPv6 cluster uses another address:
   * `CloudMetadata.at('pod-identity.eks.internal', { address: 'fd00:ec2::23' })`.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html
   */
  public static eksPodIdentity(): CloudMetadata {
    return CloudMetadata.at('pod-identity.eks.internal', { address: '169.254.170.23' });
  }

  /**
   * Another endpoint on the node.
   *
   * @param name Name of the endpoint in reports and in the ServiceEntry; it is never resolved. Errors: `invalid-host`.
   * @param options Address and port of the endpoint.
   */
  public static at(name: string, options: CloudMetadataOptions): CloudMetadata {
    const given = struct('options of CloudMetadata.at', options);
    const address = block('address', given.address);
    const dialled = given.port === undefined ? 80 : port('port', given.port);
    const isElsewhere = given.seenAddress !== undefined || given.seenPort !== undefined;
    const seen = {
      address: given.seenAddress === undefined ? address : block('seenAddress', given.seenAddress),
      port: given.seenPort === undefined ? dialled : port('seenPort', given.seenPort),
    };
    return new CloudMetadata(externalHostName('name', name), { address, port: dialled, ...(isElsewhere ? { seen } : {}) });
  }

  private constructor(
    /** Name of the call target in reports, `metadata.cloud.internal`. */
    public readonly targetName: string,
    private readonly server?: MetadataServerModel,
  ) {}

  /** @internal */
  public _recordCall(caller: MeshService, said: CallStatement): void {
    const registry = caller._registry;
    const reason = reasonText(`\`${caller.node.path}\` calling \`${this.targetName}\``, said.reason);
    const server = this.server ?? registry.mesh.cluster.metadataServer;
    if (server === undefined) {
      throw invalid('unknown-metadata-server', `\`${caller.node.path}\` calls the metadata server of the cluster, and no profile says where that is`,
        'give the mesh a `profile` of EKS, GKE or AKS, or say it: `CloudMetadata.at(\'metadata.cloud.internal\', { address })`');
    }
    // An object that nobody needs any more must not stay behind.
    if (!isPast(registry.mesh, said.expires)) {
      registry.withNamespace(caller.namespaceName, (namespace) => {
        if (caller._declaredIn(namespace).dataPlane !== 'ambient') namespace._needHost(this.targetName, caller.name);
      });
    }
    registry.declareExternal({
      caller: caller.id,
      host: this.targetName,
      protocol: 'tcp',
      ports: [server.port],
      addresses: [server.address],
      onNode: { seen: server.seen === undefined ? [] : [server.seen] },
      ...said,
      reason,
      construct: caller.node.path,
    });
  }
}

function block(what: string, value: unknown): string {
  const address = addressText(what, value);
  return `${address}/${address.includes(':') ? 128 : 32}`;
}
