/** The mesh that is measured: services in ten namespaces, each called by about ten others, mostly over HTTP. */
import { ApiObject, App, Chart } from 'cdk8s';
import { Access, DataPlane, HttpPath, Mesh, MeshNamespace, MeshService, ServicePort, Waypoint } from 'cdk8s-mesh-access';

const NAMESPACES = 10;

/** Deterministic and quick; its quality does not matter here. */
function random(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}

/** Distinct (callee, caller) pairs: `edges / services` callers for every service. */
export function graph(services, edges) {
  const next = random(7);
  const each = Math.round(edges / services);
  return Array.from({ length: services }, (_, callee) => {
    const callers = new Set();
    while (callers.size < Math.min(each, services - 1)) {
      const caller = next(services);
      if (caller !== callee) callers.add(caller);
    }
    return [...callers];
  });
}

function access(index) {
  switch (index % 4) {
    case 0: return [Access.http({ paths: [HttpPath.exact(`/api/v1/s${index}`)] })];
    case 1: return [Access.httpSafeMethods(HttpPath.exact(`/api/v1/s${index}`), HttpPath.under(`/api/v1/s${index}/items`))];
    case 2: return [Access.grpc(`pkg${index}.Service`, ['Get', 'List'])];
    default: return undefined;
  }
}

function port(index) {
  if (index % 4 === 2) return ServicePort.grpc(9000);
  return index % 4 === 3 ? ServicePort.tcp(5432) : ServicePort.http(80, { targetPort: 8080 });
}

function deployment(chart, service) {
  return new ApiObject(chart, `${service.name}-deployment`, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: service.name },
    spec: {
      selector: { matchLabels: service.podLabels },
      template: {
        metadata: { labels: service.podLabels },
        spec: { serviceAccountName: service.serviceAccountName, containers: [{ name: 'server', image: 'registry.example.com/server:1' }] },
      },
    },
  });
}

/** The App, not yet synthesized. In ambient every namespace has a waypoint, which three quarters of its services use. */
export function build(services, edges, { outdir, prove, ambient = false, workloads = false }) {
  const app = new App({ outdir });
  const mesh = new Mesh(app, 'mesh', { prove });
  const charts = Array.from({ length: NAMESPACES }, (_, i) => {
    const chart = new Chart(app, `ns-${i}`, { namespace: `ns-${i}` });
    new MeshNamespace(chart, 'namespace', ambient ? { mesh, dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() } : { mesh });
    return chart;
  });
  const declared = Array.from({ length: services }, (_, i) => {
    const chart = charts[i % NAMESPACES];
    const service = new MeshService(chart, `svc-${i}`, { ports: [port(i)], deployedElsewhere: !workloads });
    if (workloads) deployment(chart, service);
    return service;
  });
  graph(services, edges).forEach((callers, callee) => {
    const granted = access(callee);
    for (const caller of callers) declared[callee].allowFrom(declared[caller], granted === undefined ? {} : { access: granted });
  });
  return app;
}
