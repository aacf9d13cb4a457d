import { ApiObject, App, Chart } from 'cdk8s';
import * as fc from 'fast-check';
import { Access, DataPlane, HttpMethod, HttpPath, Mesh, MeshNamespace, MeshService, ServicePort, Waypoint } from '../../src';
import { CLUSTER } from '../golden/golden';

export type Plane = 'sidecar' | 'ambient' | 'waypoint';

/** A namespace in use: whose workloads stand in the App, too, and somebody whom nobody lets in. */
export interface Inhabited {
  readonly plane: Plane;
  readonly carries: 'http' | 'tcp';
  readonly port: number;
  readonly targetPort: number;
  /** Of HTTP at sidecars and waypoints; undefined: everything that the port carries. */
  readonly path: string | undefined;
  /** Beside it, services that call each other in a row. */
  readonly others: number;
  /** The callee's workloads. */
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
}

const port = fc.integer({ min: 1024, max: 14_999 });

export const inhabited = (planes: readonly Plane[]): fc.Arbitrary<Inhabited> => fc.record({
  plane: fc.constantFrom(...planes),
  carries: fc.constantFrom('http' as const, 'tcp' as const),
  port,
  targetPort: port,
  path: fc.constantFrom(undefined, '/items', '/'),
  others: fc.nat(2),
  kind: fc.constantFrom('Deployment' as const, 'StatefulSet' as const, 'DaemonSet' as const),
});

/** What a widening is made of. */
export interface Place {
  readonly program: Inhabited;
  readonly chart: Chart;
  readonly callee: MeshService;
  readonly caller: MeshService;
  /** Declared, and let in by nobody. */
  readonly stranger: MeshService;
  /** Whoever made it: by kind and name. */
  find(kind: string, name: string): ApiObject;
  add(apiVersion: string, kind: string, body: Readonly<Record<string, unknown>>, metadata?: Readonly<Record<string, unknown>>): void;
}

export function declareInhabited(program: Inhabited, widen: (place: Place) => void = () => undefined): App {
  const { plane, carries, targetPort, path, others, kind } = program;
  const app = new App();
  const mesh = new Mesh(app, 'mesh', { nativeSidecars: true, cluster: CLUSTER });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(chart, 'namespace', {
    mesh, ...(plane === 'sidecar' ? {} : { dataPlane: DataPlane.AMBIENT }), ...(plane === 'waypoint' ? { waypoint: Waypoint.managed() } : {}),
  });
  const inhabit = (name: string, ports: ServicePort[], workload: string): MeshService => {
    const service = new MeshService(chart, name, ports.length === 0 ? {} : { ports });
    const template = { metadata: { labels: service.podLabels }, spec: { serviceAccountName: service.serviceAccountName, containers: [{ name: 'app', image: name }] } };
    new ApiObject(chart, `${name}-pods`, { apiVersion: 'apps/v1', kind: workload, metadata: { name }, spec: { selector: { matchLabels: service.podLabels }, template } });
    return service;
  };
  const callee = inhabit('callee', [carries === 'http' ? ServicePort.http(program.port, { targetPort }) : ServicePort.tcp(program.port, { targetPort })], kind);
  const caller = inhabit('caller', [], 'Deployment');
  const stranger = inhabit('stranger', [], 'Deployment');
  const requests = carries === 'http' && path !== undefined && plane !== 'ambient' ? [Access.http({ methods: [HttpMethod.GET], paths: [HttpPath.exact(path)] })] : [];
  callee.allowFrom(caller, requests.length === 0 ? {} : { access: requests });
  let last = caller;
  for (let i = 0; i < others; i++) {
    const next = inhabit(`other-${i}`, [ServicePort.tcp(15_000 + 100 * i + 100)], 'Deployment');
    next.allowFrom(last);
    last = next;
  }
  const objects = (): readonly ApiObject[] => app.node.findAll().filter((c): c is ApiObject => ApiObject.isApiObject(c));
  widen({
    program, chart, callee, caller, stranger,
    find: (wanted, name) => {
      const found = objects().find((o) => o.kind === wanted && o.name === name);
      if (found === undefined) throw new Error(`the App has no ${wanted} ${name}`);
      return found;
    },
    add: (apiVersion, added, body, metadata = {}) => {
      // By any name before and after those of the App.
      new ApiObject(chart, `widening-${objects().length}`, { apiVersion, kind: added, metadata: { name: 'a-widening', ...metadata }, ...body });
    },
  });
  return app;
}
