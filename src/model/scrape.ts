/** Where the agent of a sidecar answers, with the metrics of everything in the pod: https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
export const MERGED_METRICS = 15020;

/** Where Envoy does, with its own. */
export const PROXY_METRICS = 15090;
