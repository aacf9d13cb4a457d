import type { PodFacts, ProbeFacts, Protocol } from '../kinds';
import { portNameFault } from '../syntax/names';
import { intOrString, isMap, list, oneOf, port, string, stringOf, type Check } from './kit';
import { field, noMisspelling, tree, type Tree } from './tree';

type ContainerPort = PodFacts['containerPorts'][number];

/** What we read of a container. */
export interface ContainerFacts {
  readonly name: string;
  readonly ports: readonly ContainerPort[];
  readonly hostPorts: readonly number[];
  readonly probes: readonly ProbeFacts[];
  /** Among `initContainers`: it keeps running beside the containers. https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/ */
  readonly isSidecar: boolean;
  /** Undefined: as its pod does. */
  readonly isProxyUser: boolean | undefined;
  /** It is in the place of a container that the injector adds, and says more of it than how much it may take and how it ends. */
  readonly isOwnProxy: boolean;
  /** It runs `proxy router`: a gateway's Envoy, not the companion of another container. */
  readonly isRouter: boolean;
  /** It runs `proxy waypoint`. */
  readonly isWaypoint: boolean;
}

const portName = stringOf('bad-port', portNameFault);
const protocol = oneOf<Protocol>('TCP', 'UDP', 'SCTP');

const wellSpeltPort = noMisspelling(['name', 'containerPort', 'protocol'], ['hostPort', 'hostIP']);
const containerPort: Check<ContainerPort> = (value, findings) => {
  const given = tree(value, findings);
  wellSpeltPort(given, findings);
  const name = field(given, 'name', portName, findings);
  const number = field(given, 'containerPort', port, findings);
  if (number === undefined) findings.addAt(['containerPort'], 'missing-field', 'a container port needs `containerPort`');
  return { ...(name === undefined ? {} : { name }), containerPort: number ?? 0, protocol: field(given, 'protocol', protocol, findings) ?? 'TCP' };
};
const containerPorts = list(containerPort);

function hostPortsOf(ports: unknown): readonly number[] {
  return Array.isArray(ports) ? ports.flatMap((p) => (isMap(p) && typeof p.hostPort === 'number' && p.hostPort > 0 ? [p.hostPort] : [])) : [];
}

/** In the order of the API's union; a probe has one. */
const HANDLERS: readonly (readonly [key: string, kind: ProbeFacts['kind']])[] = [['exec', 'exec'], ['httpGet', 'http'], ['tcpSocket', 'tcp'], ['grpc', 'grpc']];
const wellSpeltProbe = noMisspelling(HANDLERS.map(([key]) => key), []);
const handlerPort = intOrString(port, string);

/** https://kubernetes.io/docs/concepts/workloads/pods/probes/ */
const probeOf = (ports: readonly ContainerPort[]): Check<ProbeFacts | undefined> => (value, findings) => {
  const probe = tree(value, findings);
  wellSpeltProbe(probe, findings);
  for (const [key, kind] of HANDLERS) {
    const handler = field(probe, key, tree, findings);
    if (handler === undefined) continue;
    if (kind === 'exec') return { kind };
    const asked = findings.at(key, () => field(handler, 'port', handlerPort, findings));
    // A name is looked up in the container itself.
    const number = typeof asked === 'string' ? ports.find((p) => p.name === asked)?.containerPort : asked;
    const given = kind === 'http' ? findings.at(key, () => field(handler, 'path', string, findings)) || '/' : undefined;
    // What is no string has been refused, and is read on to find what else is wrong.
    const path = given === undefined ? undefined : String(given).split('?')[0];
    return { kind, ...(number === undefined ? {} : { port: number }), ...(path === undefined ? {} : { path }) };
  }
  return undefined;
};

/**
 * What the injector adds. A container of that name in a pod's template is laid over its own, field by field:
 * https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#customizing-injection
 */
const INJECTED: ReadonlySet<string> = new Set(['istio-proxy', 'istio-init', 'istio-validation']);
/** What of it makes it no other proxy. */
const LAID_OVER: ReadonlySet<string> = new Set([
  'name', 'resources', 'lifecycle', 'imagePullPolicy', 'terminationMessagePath', 'terminationMessagePolicy', 'livenessProbe', 'readinessProbe', 'startupProbe', 'volumeMounts', 'restartPolicy',
]);

function isOwnProxy({ name, image, ...others }: Tree): boolean {
  if (typeof name !== 'string' || !INJECTED.has(name)) return false;
  return !['auto', '', undefined, null].includes(image as string) || Object.keys(others).some((key) => !LAID_OVER.has(key));
}

/** https://istio.io/latest/docs/ops/deployment/application-requirements/#pod-requirements */
const PROXY_USER = 1337;

/** What is said of user and group; undefined: of neither anything. */
export function isProxyUser(securityContext: unknown): boolean | undefined {
  const { runAsUser, runAsGroup } = isMap(securityContext) ? securityContext : {};
  if (runAsUser === PROXY_USER || runAsGroup === PROXY_USER) return true;
  return runAsUser === undefined && runAsGroup === undefined ? undefined : false;
}

function runs({ args }: Tree, role: string): boolean {
  return Array.isArray(args) && args[0] === 'proxy' && args[1] === role;
}

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];

const wellSpelt = noMisspelling(['name', 'ports', 'restartPolicy', ...PROBES], ['restartPolicyRules']);

const container: Check<ContainerFacts> = (value, findings) => {
  const given: Tree = tree(value, findings);
  wellSpelt(given, findings);
  const ports = field(given, 'ports', containerPorts, findings) ?? [];
  const probe = probeOf(ports);
  return {
    name: field(given, 'name', string, findings) ?? '',
    ports,
    hostPorts: hostPortsOf(given.ports),
    probes: PROBES.flatMap((key) => field(given, key, probe, findings) ?? []),
    isSidecar: field(given, 'restartPolicy', string, findings) === 'Always',
    isProxyUser: INJECTED.has(String(given.name)) ? false : isProxyUser(given.securityContext),
    isOwnProxy: isOwnProxy(given),
    isRouter: runs(given, 'router'),
    isWaypoint: runs(given, 'waypoint'),
  };
};

export const containers = list(container);
