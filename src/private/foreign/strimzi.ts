import type { OperatedPodsOptions, StrimziKafkaOptions } from '../../foreign-pods';
import { KubernetesService } from '../../kubernetes-service';
import { ServicePort } from '../../service-port';
import { flag, list, port, struct } from '../arguments';
import { objectName } from '../names';
import { operatorPods, type PodsMade, withoutSidecars } from './pods-made';

/** https://github.com/strimzi/strimzi-kafka-operator/blob/main/cluster-operator/src/main/java/io/strimzi/operator/cluster/model/KafkaCluster.java */
const CONTROL_PLANE = 9090;
const REPLICATION = 9091;
const AGENT = 8443;
/** https://github.com/strimzi/strimzi-kafka-operator/blob/main/cluster-operator/src/main/java/io/strimzi/operator/cluster/model/metrics/MetricsModel.java */
const METRICS = 9404;
/** Whatever namespace it is installed in: https://github.com/strimzi/strimzi-kafka-operator/tree/main/packaging/install/cluster-operator */
const OPERATOR = { podLabels: { 'strimzi.io/kind': 'cluster-operator' }, serviceAccountName: 'strimzi-cluster-operator' };

const labelsOf = (cluster: string, component: string): Record<string, string> => ({ 'strimzi.io/cluster': cluster, 'strimzi.io/name': `${cluster}-${component}` });

/** The operator's own policy says the same of internal ports, and more of listeners: `generateNetworkPolicy` in the source above. */
export function strimziKafka(name: string, options: StrimziKafkaOptions): PodsMade {
  const cluster = objectName('cluster', name);
  const given = struct('options of ForeignPods.strimziKafka', options);
  const plane = withoutSidecars('nodes of Strimzi', given.dataPlane);
  const listeners = list('listeners', given.listeners, port);
  const tcp = (...numbers: readonly number[]): ServicePort[] => [...new Set(numbers)].map((number) => ServicePort.tcp(number));
  return {
    madeBy: 'Strimzi',
    podLabels: labelsOf(cluster, 'kafka'),
    ports: [ServicePort.http(METRICS)],
    services: [
      KubernetesService.of(`${cluster}-kafka-bootstrap`, { ports: tcp(REPLICATION, ...listeners) }),
      KubernetesService.of(`${cluster}-kafka-brokers`, { headless: true, ports: tcp(CONTROL_PLANE, REPLICATION, AGENT, ...listeners) }),
    ],
    serviceAccountName: `${cluster}-kafka`,
    dataPlaneIn: () => plane,
    finish: false,
    needs: [
      { of: 'peers', ports: [CONTROL_PLANE, REPLICATION] },
      { of: 'operator', operator: operatorPods({ ...OPERATOR, namespace: given.operatorNamespace }, plane), ports: [CONTROL_PLANE, REPLICATION, AGENT] },
      ...(flag('callsApiServer', given.callsApiServer, false) ? [{ of: 'api-server' } as const] : []),
    ],
  };
}

/** https://github.com/strimzi/strimzi-kafka-operator/blob/main/cluster-operator/src/main/java/io/strimzi/operator/cluster/model/EntityOperator.java */
export function strimziEntityOperator(name: string, options?: OperatedPodsOptions): PodsMade {
  const cluster = objectName('cluster', name);
  const given = struct('options of ForeignPods.strimziEntityOperator', options);
  const plane = withoutSidecars('pods of Strimzi', given.dataPlane);
  return {
    madeBy: 'Strimzi',
    podLabels: labelsOf(cluster, 'entity-operator'),
    ports: [],
    services: [],
    serviceAccountName: `${cluster}-entity-operator`,
    dataPlaneIn: () => plane,
    finish: false,
    needs: [{ of: 'api-server' }],
  };
}
