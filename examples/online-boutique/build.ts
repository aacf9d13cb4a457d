import * as path from 'node:path';
import { App, Chart } from 'cdk8s';
import { Assumption, DataPlane, EgressWaypoint, Mesh } from 'cdk8s-mesh-access';
import { OnlineBoutique } from './boutique';
import type { Environment } from './environments';
import { Ingress } from './ingress';

export interface Built {
  readonly app: App;
  readonly mesh: Mesh;
  /** Where `app.synth()` writes the manifests. */
  readonly manifests: string;
}

/** One App per environment, so that one environment's proof never rests on the other's objects. */
export function build(environment: Environment, directory: string): Built {
  const manifests = path.join(directory, 'dist', environment.name);
  const app = new App({ outdir: manifests });
  const mesh = new Mesh(app, 'mesh', {
    cluster: environment.cluster,
    // Read by whoever runs the shop; they stay in every report.
    acknowledge: [
      Assumption.AMBIENT_PODS_ARE_CAPTURED,
      Assumption.BACKENDS_DO_NOT_DECODE_SLASHES,
      Assumption.CNI_ENFORCES_NETWORK_POLICY,
      Assumption.EGRESS_NAMES_ARE_CAPTURED,
      Assumption.EXTERNAL_HOSTS_MAY_BE_ANYWHERE,
      Assumption.GATEWAYS_USE_WAYPOINTS,
      Assumption.IDENTITIES_ARE_ISSUED_BY_THE_MESH_CA,
      Assumption.MESH_IS_AS_DECLARED,
      Assumption.NODE_TRAFFIC_REACHES_PODS,
      Assumption.PODS_DEPLOYED_ELSEWHERE, // the ingress gateway's
      Assumption.PROBES_COME_FROM_NODES,
      Assumption.WAYPOINTS_ARE_FAITHFUL,
    ],
  });
  // Where a sidecar keeps a service to the external hosts it calls, ambient has a proxy for all of them, in a namespace of its own.
  if (environment.dataPlane === DataPlane.AMBIENT) new EgressWaypoint(new Chart(app, 'egress', { namespace: 'boutique-egress' }), 'waypoint', { mesh });
  new Ingress(app, 'ingress', mesh);
  new OnlineBoutique(app, 'online-boutique', { mesh, environment });
  return { app, mesh, manifests };
}
