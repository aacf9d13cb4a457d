import type { Ingress, IngressBackend, KnownObject, Labels, Service } from './kinds';

/** A Service port whose pods a load balancer outside the cluster asks for their health, and calls, at their own addresses. */
export interface LoadBalancedPort {
  /** `Ingress shop/web`. */
  readonly object: string;
  /** What says so: `alb.ingress.kubernetes.io/target-type: ip`. */
  readonly because: string;
  readonly service: { readonly namespace: string; readonly name: string; readonly port: number };
  /** The port of the pods that is asked; left out: the one that the Service leads to. */
  readonly healthPort?: number;
}

/**
 * Of these alone it is known that they lead to pods: a load balancer of any other Service or Ingress asks nodes, or whatever its controller does.
 *
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/nlb/
 * https://cloud.google.com/kubernetes-engine/docs/how-to/container-native-load-balancing
 */
export function loadBalancedPods(objects: readonly KnownObject[]): readonly LoadBalancedPort[] {
  const services = objects.filter((object): object is Service => object.kind === 'Service');
  const named = new Map(services.map((s) => [idOf(s), s]));
  return [
    ...services.flatMap((s) => [...ofNetworkLoadBalancer(s), ...ofEndpointGroups(s)]),
    ...objects.filter((object): object is Ingress => object.kind === 'Ingress').flatMap((ingress) => ofIngress(ingress, named)),
  ];
}

const AWS = 'service.beta.kubernetes.io/aws-load-balancer';

/** https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/ */
function ofNetworkLoadBalancer(service: Service): readonly LoadBalancedPort[] {
  const because = service.spec.type === 'LoadBalancer' ? toPods(service) : undefined;
  if (because === undefined) return [];
  return portsOf(service).map((port) => ({ ...at(service, service, port, because), ...health(service.metadata.annotations, `${AWS}-healthcheck-port`) }));
}

function toPods({ metadata: { annotations = {} }, spec }: Service): string | undefined {
  const type = annotations[`${AWS}-nlb-target-type`];
  if (type === 'ip') return `${AWS}-nlb-target-type: ip`;
  if (annotations[`${AWS}-type`] === 'nlb-ip') return `${AWS}-type: nlb-ip`;
  // The default there, and of nobody else: https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html
  return spec.loadBalancerClass === AUTO_MODE && type === undefined ? `loadBalancerClass: ${AUTO_MODE}` : undefined;
}

const AUTO_MODE = 'eks.amazonaws.com/nlb';
const ENDPOINT_GROUPS = 'cloud.google.com/neg';

/** Groups that somebody puts behind a load balancer of their own: https://cloud.google.com/kubernetes-engine/docs/how-to/standalone-neg */
function ofEndpointGroups(service: Service): readonly LoadBalancedPort[] {
  const exposed = Object.keys(endpointGroups(service).exposed_ports ?? {}).map(Number);
  return portsOf(service).filter((port) => exposed.includes(port)).map((port) => at(service, service, port, `exposed_ports of ${ENDPOINT_GROUPS}`));
}

/** What is no such annotation makes no groups. */
function endpointGroups({ metadata: { annotations = {} } }: Service): { readonly ingress?: unknown; readonly exposed_ports?: object } {
  try {
    const value: unknown = JSON.parse(annotations[ENDPOINT_GROUPS] ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

const ALB = 'alb.ingress.kubernetes.io';

/** An annotation of the Service wins: https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/ */
function ofIngress(ingress: Ingress, services: ReadonlyMap<string, Service>): readonly LoadBalancedPort[] {
  const { defaultBackend, rules = [] } = ingress.spec ?? {};
  const byDefault = defaultBackend === undefined ? [] : [defaultBackend];
  const backends = [...byDefault, ...rules.flatMap(({ http }) => http?.paths.map((p) => p.backend) ?? [])];
  const ports = new Map(backends.flatMap((backend) => {
    const found = backendOf(ingress, backend, services);
    if (found === undefined) return [];
    const { service, port } = found;
    const annotations = { ...ingress.metadata.annotations, ...service.metadata.annotations };
    const because = annotations[`${ALB}/target-type`] === 'ip'
      ? `${ALB}/target-type: ip`
      : endpointGroups(service).ingress === true ? `ingress of ${ENDPOINT_GROUPS}` : undefined;
    if (because === undefined) return [];
    return [[`${service.metadata.name}:${port}`, { ...at(ingress, service, port, because), ...health(annotations, `${ALB}/healthcheck-port`) }]];
  }));
  return [...ports.values()];
}

function backendOf(
  { metadata: { namespace } }: Ingress, { service: reference }: IngressBackend, services: ReadonlyMap<string, Service>,
): { readonly service: Service; readonly port: number } | undefined {
  const service = reference && services.get(`${namespace ?? 'default'}/${reference.name}`);
  const { name, number } = reference?.port ?? {};
  const port = service?.spec.ports?.find((p) => (name === undefined ? p.port === number : p.name === name));
  return service === undefined || port === undefined ? undefined : { service, port: port.port };
}

/** `traffic-port`, and what is no number, is the port that the Service leads to. */
function health(annotations: Labels | undefined, key: string): Pick<LoadBalancedPort, 'healthPort'> {
  const value = annotations?.[key] ?? '';
  return /^[1-9]\d{0,4}$/.test(value) ? { healthPort: Number(value) } : {};
}

/** A health check is HTTP or a TCP connection, whatever the port is for; without a port for it no check of one on UDP is known. */
function portsOf({ spec: { ports = [] } }: Service): readonly number[] {
  return [...new Set(ports.filter(({ protocol }) => (protocol ?? 'TCP') === 'TCP').map(({ port }) => port))];
}

const idOf = ({ metadata: { namespace, name } }: KnownObject): string => `${namespace ?? 'default'}/${name}`;

function at(object: KnownObject, service: Service, port: number, because: string): LoadBalancedPort {
  return {
    object: `${object.kind} ${idOf(object)}`, because, service: { namespace: service.metadata.namespace ?? 'default', name: service.metadata.name, port },
  };
}
