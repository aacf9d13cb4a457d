/** On a pod: whether it gets a sidecar. https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy */
export const INJECT = 'sidecar.istio.io/inject';

/** On a namespace or pod: `ambient` or `none`; the pod's wins. https://istio.io/latest/docs/ambient/usage/add-workloads/#ambient-labels */
export const DATAPLANE_MODE = 'istio.io/dataplane-mode';

/** Set by istiod on the pods that it deploys for a Gateway. https://gateway-api.sigs.k8s.io/geps/gep-1762/ */
export const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
