import { AKS, type Distribution, EKS, GENERIC, GKE, KIND, OPENSHIFT } from './private/cluster/distributions';
import { invalid, member, struct } from './private/arguments';
import { NetworkPlugin } from './network-plugin';

/** Options of a `ClusterProfile`. */
export interface ClusterProfileOptions {
  /**
   * Network plugin that enforces NetworkPolicy. Errors: `contradicting-profile` for one that the distribution does not offer.
   *
   * @default - the distribution's default: kindnet, the Amazon VPC CNI, OVN-Kubernetes; unknown for a generic cluster
   */
  readonly networkPlugin?: NetworkPlugin;
}

/** Options of a `ClusterProfile` whose distribution does not enforce NetworkPolicy by default. */
export interface ChosenNetworkPlugin {
  /** Network plugin that enforces NetworkPolicy. Errors: `wrong-type`, `contradicting-profile` for one that the distribution does not offer. */
  readonly networkPlugin: NetworkPlugin;
}

/**
 * Known facts of a Kubernetes distribution: where its DNS answers, where its load balancers' health checks come from, and what enforces
 * NetworkPolicy.
 *
 * Values in `MeshProps` take precedence, field by field. A profile has no defaults for what users of a distribution choose (subnets, API
 * server addresses, node addresses): these are given in `MeshProps.cluster`, or it is an error where they are needed. The report lists all
 * values taken from a profile as part of the assumption `cluster-is-as-its-profile`, and so does `mesh-access.out/requirements.yaml`.
 *
 * A profile grants nothing except access to DNS, as `ClusterProps.dns` does.
 */
export class ClusterProfile {
  /**
   * A kind cluster, with kind's own pod and Service blocks in IPv4.
   *
   * @see https://kind.sigs.k8s.io/docs/user/configuration/#networking
   */
  public static kind(options?: ClusterProfileOptions): ClusterProfile {
    return new ClusterProfile(KIND, options);
  }

  /**
   * An Amazon EKS cluster, with the Amazon VPC CNI unless another network plugin is given. Health checks of its load balancers come from the
   * load balancers' own subnets: set `ClusterProps.loadBalancerCidrs`.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html
   */
  public static eks(options?: ClusterProfileOptions): ClusterProfile {
    return new ClusterProfile(EKS, options);
  }

  /**
   * A Google Kubernetes Engine cluster. With `NetworkPlugin.GKE_DATAPLANE_V2` (always used in Autopilot) the pods of NodeLocal DNSCache also
   * answer DNS. With `NetworkPlugin.CALICO` set `ClusterProps.nodeLocalDns` if NodeLocal DNSCache is installed; with Cloud DNS set it to the
   * address that pods query.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/nodelocal-dns-cache
   */
  public static gke(options: ChosenNetworkPlugin): ClusterProfile {
    return new ClusterProfile(GKE, options);
  }

  /**
   * An Azure Kubernetes Service cluster. AKS enforces NetworkPolicy only if the cluster was created with a network policy engine.
   *
   * @see https://learn.microsoft.com/azure/aks/use-network-policies
   */
  public static aks(options: ChosenNetworkPlugin): ClusterProfile {
    return new ClusterProfile(AKS, options);
  }

  /**
   * An OpenShift 4 cluster: DNS in openshift-dns on port 5353, and istio-cni, without which sidecars would need privileges that OpenShift
   * does not give to pods.
   *
   * @see https://istio.io/latest/docs/setup/platform-setup/openshift/
   */
  public static openshift(options?: ClusterProfileOptions): ClusterProfile {
    return new ClusterProfile(OPENSHIFT, options);
  }

  /** Any other cluster. The profile contributes nothing except the network plugin, if one is given. */
  public static generic(options?: ClusterProfileOptions): ClusterProfile {
    return new ClusterProfile(GENERIC, options);
  }

  /** Name of the distribution, `GKE`. */
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
