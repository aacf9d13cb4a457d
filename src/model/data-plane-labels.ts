/** On a pod: whether it gets a sidecar. https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy */
export const INJECT = 'sidecar.istio.io/inject';

/** On a namespace or pod: `ambient` or `none`; the pod's wins. https://istio.io/latest/docs/ambient/usage/add-workloads/#ambient-labels */
export const DATAPLANE_MODE = 'istio.io/dataplane-mode';
