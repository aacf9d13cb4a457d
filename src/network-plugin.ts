/**
 * Network plugin that enforces NetworkPolicy in a cluster. Without one, NetworkPolicies are accepted but have no effect.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#prerequisites
 */
export enum NetworkPlugin {
  /** The network policy agent that is part of the Amazon VPC CNI. It must be enabled. */
  AWS_VPC_CNI = 'aws-vpc-cni',
  /** Azure Network Policy Manager. */
  AZURE_NPM = 'azure-npm',
  /** Calico, including installations where it only enforces policies beside another network plugin. */
  CALICO = 'calico',
  /** Cilium, including Azure CNI powered by Cilium. */
  CILIUM = 'cilium',
  /** GKE Dataplane V2. */
  GKE_DATAPLANE_V2 = 'gke-dataplane-v2',
  /** kindnet, the default of kind clusters. */
  KINDNET = 'kindnet',
  /** OVN-Kubernetes, the default of OpenShift. */
  OVN_KUBERNETES = 'ovn-kubernetes',
}
