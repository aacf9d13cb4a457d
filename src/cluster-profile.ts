import { AKS, type Distribution, EKS, GENERIC, GKE, KIND, OPENSHIFT } from './private/cluster/distributions';
import { invalid, member, struct } from './private/arguments';
import { NetworkPlugin } from './network-plugin';

/** What somebody has chosen for a cluster. */
export interface ClusterProfileOptions {
  /**
   * What enforces NetworkPolicy. Errors: `contradicting-profile` for one that the distribution cannot be had with.
   *
   * @default - what the distribution has unless it is told otherwise: kindnet, the Amazon VPC CNI, OVN-Kubernetes; nothing is known of a
   * generic cluster
   */
  readonly networkPlugin?: NetworkPlugin;
}

/** What somebody has chosen for a cluster of a distribution that does not enforce NetworkPolicy by itself. */
export interface ChosenNetworkPlugin {
  /** What enforces NetworkPolicy. Errors: `wrong-type`, `contradicting-profile` for one that the distribution cannot be had with. */
  readonly networkPlugin: NetworkPlugin;
}

/**
 * What a distribution of Kubernetes is known to be like: where its DNS answers, where its load balancers check health from, what enforces
 * NetworkPolicy in it.
 *
 * What is given in `MeshProps` wins, field by field. What users of a distribution choose (subnets, API server addresses, node addresses)
 * has no default here: it is given in `MeshProps.cluster`, or it is an error where it is needed. Everything that was taken from a profile is
 * in the report, as part of the assumption `cluster-is-as-its-profile`, and in `mesh-access.out/requirements.yaml`.
 *
 * A profile grants nobody anything but DNS, as `ClusterProps.dns` does.
 */
export class ClusterProfile {
  /**
   * A cluster of kind, with its own pod and Service blocks in IPv4.
   *
   * @see https://kind.sigs.k8s.io/docs/user/configuration/#networking
   */
  public static kind(options?: ClusterProfileOptions): ClusterProfile {
    return new ClusterProfile(KIND, options);
  }

  /**
   * Amazon EKS, with the Amazon VPC CNI unless something else enforces NetworkPolicy. Its load balancers check health from their own
   * subnets: `ClusterProps.loadBalancerCidrs`.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html
   */
  public static eks(options?: ClusterProfileOptions): ClusterProfile {
    return new ClusterProfile(EKS, options);
  }

  /**
   * Google Kubernetes Engine. With `NetworkPlugin.GKE_DATAPLANE_V2` (always so in Autopilot) names are also answered by the pods of NodeLocal
   * DNSCache. With `NetworkPlugin.CALICO` and NodeLocal DNSCache give `ClusterProps.nodeLocalDns`, and with Cloud DNS the address that pods ask.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/nodelocal-dns-cache
   */
  public static gke(options: ChosenNetworkPlugin): ClusterProfile {
    return new ClusterProfile(GKE, options);
  }

  /**
   * Azure Kubernetes Service, which enforces no NetworkPolicy unless the cluster was made so.
   *
   * @see https://learn.microsoft.com/azure/aks/use-network-policies
   */
  public static aks(options: ChosenNetworkPlugin): ClusterProfile {
    return new ClusterProfile(AKS, options);
  }

  /**
   * OpenShift 4: DNS in openshift-dns on port 5353, and istio-cni, without which sidecars would need privileges that pods do not get there.
   *
   * @see https://istio.io/latest/docs/setup/platform-setup/openshift/
   */
  public static openshift(options?: ClusterProfileOptions): ClusterProfile {
    return new ClusterProfile(OPENSHIFT, options);
  }

  /** Any other: nothing is taken from it but what enforces NetworkPolicy, if that is said. */
  public static generic(options?: ClusterProfileOptions): ClusterProfile {
    return new ClusterProfile(GENERIC, options);
  }

  /** `GKE`. */
  public readonly distribution: string;
  /** @internal */
  public readonly _networkPlugin: NetworkPlugin | undefined;

  private constructor(
    /** @internal */
    public readonly _distribution: Distribution,
    options?: ClusterProfileOptions,
  ) {
    const { name, plugins, choosesPlugin = false } = _distribution;
    this.distribution = name;
    const { networkPlugin } = struct(`options of ClusterProfile.${name.toLowerCase()}`, options);
    if (networkPlugin === undefined || networkPlugin === null) {
      if (choosesPlugin) {
        throw invalid('wrong-type', `\`networkPlugin\` of ${name} is not given`, `say what enforces NetworkPolicy there: ${names(plugins)}`);
      }
      this._networkPlugin = plugins[0];
      return;
    }
    this._networkPlugin = member('networkPlugin', networkPlugin, NetworkPlugin);
    if (plugins.length > 0 && !plugins.includes(this._networkPlugin)) {
      throw invalid('contradicting-profile', `${name} cannot be had with \`${this._networkPlugin}\``, `give one of ${names(plugins)}, or take \`ClusterProfile.generic\``);
    }
  }
}

function names(plugins: readonly NetworkPlugin[]): string {
  const members = Object.entries(NetworkPlugin).filter(([, plugin]) => plugins.includes(plugin));
  return members.map(([key]) => `\`NetworkPlugin.${key}\``).join(', ');
}
