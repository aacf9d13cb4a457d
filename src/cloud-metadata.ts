import type { CallStatement, ICallTarget } from './call-target';
import type { MeshService } from './mesh-service';
import { isPast } from './model/in-force';
import type { MetadataServerModel } from './model/model';
import { addressText } from './private/addresses';
import { invalid, port, reasonText, struct } from './private/arguments';
import { externalHostName } from './private/hosts';

/** Where something on the caller's own node answers. */
export interface CloudMetadataOptions {
  /** The address that is dialled. Errors: `invalid-address`. */
  readonly address: string;

  /**
   * Its port.
   *
   * @default 80
   */
  readonly port?: number;

  /**
   * Where the network plugin sees the call go, if the node leads it elsewhere before NetworkPolicy is asked; both are let through.
   * Errors: `invalid-address`.
   *
   * @default - where it is dialled
   */
  readonly seenAddress?: string;

  /**
   * The port there.
   *
   * @default - `port`
   */
  readonly seenPort?: number;
}

/**
 * What answers each pod on its own node: the metadata server of the cloud, which hands out credentials, and the like.
 *
 * Nobody may ask it by default: external hosts without addresses leave out link-local addresses, Azure's 168.63.129.16 and those of EKS in IPv6.
 * A service that calls it says why (`missing-reason`), and is an exception of its own in every report (`cloud-metadata`); guardrails see it.
 * It is let out to that one address and port by NetworkPolicy, and with a sidecar by a ServiceEntry that its Sidecar alone knows.
 *
 * Not guaranteed: what the server hands out is the cloud's business (IAM). An ambient pod is held by NetworkPolicy alone, since ztunnel passes
 * on what it does not know. A pod on the host network is held by nothing. Whether a network plugin asks NetworkPolicy about an address of the
 * node itself differs: with Cilium the EKS Pod Identity Agent is the `host`, which no NetworkPolicy lets out to and a CiliumNetworkPolicy has to.
 *
 * @see https://github.com/cilium/cilium/issues/34387
 * @see https://kubernetes.io/docs/concepts/security/cloud-native-security/
 */
export class CloudMetadata implements ICallTarget {
  /**
   * The cloud's metadata server, where `MeshProps.profile` knows it: EKS, AKS, and GKE, whose metadata server also issues tokens of Workload
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
   * The EKS Pod Identity Agent, at 169.254.170.23 on port 80. In an IPv6 cluster it is another:
   * `CloudMetadata.at('pod-identity.eks.internal', { address: 'fd00:ec2::23' })`.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html
   */
  public static eksPodIdentity(): CloudMetadata {
    return CloudMetadata.at('pod-identity.eks.internal', { address: '169.254.170.23' });
  }

  /**
   * Something else on the node.
   *
   * @param name What reports and the ServiceEntry call it; nobody looks it up. Errors: `invalid-host`.
   * @param options Where it answers.
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
    /** `metadata.cloud.internal`. */
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
