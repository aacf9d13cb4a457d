import type { NetworkPluginModel } from '../../model/model';
import { NetworkPlugin } from '../../network-plugin';

/** What it is called, and what must be done so that it enforces NetworkPolicy. */
export const NETWORK_PLUGINS: Readonly<Record<NetworkPlugin, NetworkPluginModel>> = {
  // https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html
  [NetworkPlugin.AWS_VPC_CNI]: {
    name: 'the Amazon VPC CNI',
    requirement: 'its network policy agent is off by default: `enableNetworkPolicy` of the add-on is "true"; until policies have reached a new pod it is open, '
      + 'unless `NETWORK_POLICY_ENFORCING_MODE` is `strict`',
  },
  // https://learn.microsoft.com/azure/aks/use-network-policies
  [NetworkPlugin.AZURE_NPM]: { name: 'Azure Network Policy Manager', requirement: 'the cluster was made with `--network-policy azure`' },
  // https://docs.tigera.io/calico/latest/getting-started/kubernetes/managed-public-cloud/
  [NetworkPlugin.CALICO]: { name: 'Calico', requirement: 'it is installed, or switched on with the cluster (GKE `--enable-network-policy`, AKS `--network-policy calico`)' },
  // https://learn.microsoft.com/azure/aks/azure-cni-powered-by-cilium
  [NetworkPlugin.CILIUM]: { name: 'Cilium', requirement: 'it is installed and enforces policies (AKS `--network-dataplane cilium`; Istio needs `cni.exclusive=false`)' },
  // https://cloud.google.com/kubernetes-engine/docs/how-to/dataplane-v2
  [NetworkPlugin.GKE_DATAPLANE_V2]: { name: 'GKE Dataplane V2', requirement: 'the cluster was made with `--enable-dataplane-v2`, as Autopilot clusters are' },
  // https://github.com/kubernetes-sigs/kind/releases/tag/v0.24.0
  [NetworkPlugin.KINDNET]: { name: 'kindnet', requirement: 'kind is v0.24.0 or newer, and `disableDefaultCNI` is not set' },
  // https://docs.redhat.com/en/documentation/openshift_container_platform/4.17/html/ovn-kubernetes_network_plugin/
  [NetworkPlugin.OVN_KUBERNETES]: { name: 'OVN-Kubernetes', requirement: 'it is the cluster\'s network (`oc get network.config -o yaml`)' },
};
