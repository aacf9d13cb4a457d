/** Pages that several rules rest on. */
export const AUTHORIZATION = 'https://istio.io/latest/docs/reference/config/security/authorization-policy/';
export const BEST_PRACTICES = 'https://istio.io/latest/docs/ops/best-practices/security/';
export const NORMALIZATION = 'https://istio.io/latest/docs/reference/config/security/normalization/';
export const CONDITIONS = 'https://istio.io/latest/docs/reference/config/security/conditions/';
export const PEER_AUTHENTICATION = 'https://istio.io/latest/docs/reference/config/security/peer_authentication/';
export const REQUEST_AUTHENTICATION = 'https://istio.io/latest/docs/reference/config/security/request_authentication/';
export const AMBIENT_L4 = 'https://istio.io/latest/docs/ambient/usage/l4-policy/';
export const AMBIENT_L7 = 'https://istio.io/latest/docs/ambient/usage/l7-features/';
export const AMBIENT_NETWORK_POLICY = 'https://istio.io/latest/docs/ambient/usage/networkpolicy/';
export const WAYPOINT = 'https://istio.io/latest/docs/ambient/usage/waypoint/';
export const ZTUNNEL_CONVERSION = 'https://github.com/istio/istio/blob/master/pilot/pkg/serviceregistry/ambient/authorization.go';
export const NETWORK_POLICIES = 'https://kubernetes.io/docs/concepts/services-networking/network-policies/';
export const NETWORK_POLICY_API = 'https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/';
export const PROTOCOL_SELECTION = 'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/';
export const HEADLESS_SERVICES = 'https://kubernetes.io/docs/concepts/services-networking/service/#headless-services';
export const SIDECAR_INJECTION = 'https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/';
export const RESOURCE_ANNOTATIONS = 'https://istio.io/latest/docs/reference/config/annotations/';
