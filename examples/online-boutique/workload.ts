import { Size } from 'cdk8s';
import type { MeshService } from 'cdk8s-mesh-access';
import { Capability, ContainerResources, Cpu, Deployment, EnvValue, Probe, SeccompProfileType, ServiceAccount, Volume } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

export interface WorkloadProps {
  readonly service: MeshService;
  readonly image: string;
  readonly replicas: number;
  /** Left out: nothing listens. */
  readonly port?: number;
  /** An HTTP path to probe; left out: the port must accept a connection. */
  readonly healthPath?: string;
  readonly env?: Record<string, string>;
  readonly memory: Size;
  /** A directory the process writes to. */
  readonly scratch?: string;
}

/** An ordinary cdk8s-plus Deployment. Only two lines of it concern the mesh: the labels and the service account. */
export function workload(scope: Construct, props: WorkloadProps): Deployment {
  const { service, port } = props;
  const probe = probeOf(props);
  const deployment = new Deployment(scope, `${service.name}-deployment`, {
    metadata: { name: service.name },
    podMetadata: { labels: service.podLabels },
    serviceAccount: ServiceAccount.fromServiceAccountName(scope, `${service.name}-account`, service.serviceAccountName),
    replicas: props.replicas,
    securityContext: { user: 1000, group: 1000, fsGroup: 1000 },
  });
  const container = deployment.addContainer({
    name: 'server',
    image: props.image,
    ports: port === undefined ? [] : [{ number: port }],
    envVariables: Object.fromEntries(Object.entries(props.env ?? {}).map(([name, value]) => [name, EnvValue.fromValue(value)])),
    readiness: probe,
    liveness: probe,
    resources: resources(props.memory),
    // What the `restricted` level of Pod Security asks for and cdk8s-plus does not do by itself.
    securityContext: { capabilities: { drop: [Capability.ALL] }, seccompProfile: { type: SeccompProfileType.RUNTIME_DEFAULT } },
  });
  if (props.scratch !== undefined) {
    container.mount(props.scratch, Volume.fromEmptyDir(scope, `${service.name}-scratch`, 'scratch'));
  }
  return deployment;
}

function probeOf({ port, healthPath }: WorkloadProps): Probe | undefined {
  if (port === undefined) return undefined;
  return healthPath === undefined ? Probe.fromTcpSocket({ port }) : Probe.fromHttpGet(healthPath, { port });
}

function resources(memory: Size): ContainerResources {
  return { cpu: { request: Cpu.millis(100), limit: Cpu.millis(300) }, memory: { request: memory, limit: memory } };
}
