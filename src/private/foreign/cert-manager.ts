import { DataPlane } from '../../data-plane';
import { ServicePort } from '../../service-port';
import type { PodsMade } from './pods-made';

/** Labels and annotation: https://github.com/cert-manager/cert-manager/blob/master/pkg/issuer/acme/http/pod.go */
const LABELS = { 'acme.cert-manager.io/http01-solver': 'true' };
/** Of the pod and of a Service whose name is made up each time: https://github.com/cert-manager/cert-manager/blob/master/pkg/issuer/acme/http/http.go */
const PORT = 8089;

/** Annotated `sidecar.istio.io/inject: "false"`, which means nothing to ztunnel. They run under `default` and are given no token. */
export function certManagerSolver(): PodsMade {
  return {
    madeBy: 'cert-manager', podLabels: LABELS, ports: [ServicePort.http(PORT)], services: [], serviceAccountName: 'default', finish: false, needs: [],
    dataPlaneIn: (namespace) => (namespace === DataPlane.SIDECAR ? DataPlane.NONE : namespace),
  };
}
