import type { CloudNativePgOptions } from '../../foreign-pods';
import { KubernetesService } from '../../kubernetes-service';
import { ServicePort } from '../../service-port';
import { struct } from '../arguments';
import { objectName } from '../names';
import { operatorPods, type PodsMade, withoutSidecars } from './pods-made';

/** Instances and the jobs that make them; poolers carry the cluster's name, too: https://github.com/cloudnative-pg/cloudnative-pg/blob/main/pkg/specs/pods.go */
const labelsOf = (cluster: string): Record<string, string> => ({ 'cnpg.io/cluster': cluster, 'app.kubernetes.io/component': 'database' });
/** https://github.com/cloudnative-pg/cloudnative-pg/blob/main/pkg/management/url/url.go */
const POSTGRES = 5432;
const STATUS = 8000;
const METRICS = 9187;
/** https://github.com/cloudnative-pg/cloudnative-pg/blob/main/docs/src/samples/networkpolicy-example.yaml */
const OPERATOR = { namespace: 'cnpg-system', podLabels: { 'app.kubernetes.io/name': 'cloudnative-pg' }, serviceAccountName: 'cnpg-manager' };

/** Status is HTTPS of its own, and PostgreSQL negotiates TLS inside its protocol: https://cloudnative-pg.io/docs/current/security/#exposed-ports */
export function cloudNativePg(name: string, options?: CloudNativePgOptions): PodsMade {
  const cluster = objectName('cluster', name);
  const given = struct('options of ForeignPods.cloudNativePg', options);
  const plane = withoutSidecars('instances of CloudNativePG', given.dataPlane);
  const operator = operatorPods({ ...OPERATOR, namespace: given.operatorNamespace ?? OPERATOR.namespace }, plane);
  return {
    madeBy: 'CloudNativePG',
    podLabels: labelsOf(cluster),
    ports: [ServicePort.https(STATUS), ServicePort.http(METRICS)],
    services: ['rw', 'ro', 'r'].map((suffix) => KubernetesService.of(`${cluster}-${suffix}`, { ports: [ServicePort.tcp(POSTGRES)] })),
    serviceAccountName: cluster,
    dataPlaneIn: () => plane,
    finish: false,
    needs: [
      { of: 'peers', ports: [POSTGRES, STATUS] },
      { of: 'operator', operator, ports: [POSTGRES, STATUS] },
      { of: 'api-server' },
    ],
  };
}
