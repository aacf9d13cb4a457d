/**
 * What enforces NetworkPolicy in a cluster. Without one that does, NetworkPolicies are accepted and hold nobody back.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#prerequisites
 */
export enum NetworkPlugin {
  /** The network policy agent of the Amazon VPC CNI: part of it, and off until it is switched on. */
  AWS_VPC_CNI = 'aws-vpc-cni',
  /** Azure Network Policy Manager. */
  AZURE_NPM = 'azure-npm',
  /** Calico, also where it enforces policies beside another network plugin. */
  CALICO = 'calico',
  /** Cilium, Azure CNI powered by Cilium among it. */
  CILIUM = 'cilium',
  /** GKE Dataplane V2. */
  GKE_DATAPLANE_V2 = 'gke-dataplane-v2',
  /** kindnet, which a kind cluster has unless it is told otherwise. */
  KINDNET = 'kindnet',
  /** OVN-Kubernetes, which OpenShift has unless it is told otherwise. */
  OVN_KUBERNETES = 'ovn-kubernetes',
}
