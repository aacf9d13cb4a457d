import { App, Chart } from 'cdk8s';
import type { AppProps } from 'cdk8s';
import * as fc from 'fast-check';
import { Access, HttpMethod, HttpPath, Mesh, MeshNamespace, MeshService, ServicePort } from '../../src';

/** A generated program, as data, so that it can be shuffled, thinned and run again. */
export interface Program {
  readonly services: readonly DeclaredService[];
  readonly edges: readonly DeclaredEdge[];
}

export interface DeclaredService {
  readonly namespace: string;
  readonly name: string;
  readonly carries: 'http' | 'tcp';
}

/** Indexes into `services`; `path` and `method` left out: everything the port carries. */
export interface DeclaredEdge {
  readonly callee: number;
  readonly caller: number;
  readonly path?: string;
  readonly method?: 'GET' | 'POST';
}

export const PATHS = ['/', '/items', '/items/1', '/cart', '/Items'];
export const METHODS = ['GET', 'POST'] as const;

const NAMESPACES = ['shop', 'web'];
// Alike on purpose: names that a careless concatenation or prefix would mix up.
const NAMES = ['a', 'a-b', 'b', 'cart', 'cart-a', 'shop', 'a-b-callers', 'web'];

const service = fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  name: fc.constantFrom(...NAMES),
  carries: fc.constantFrom('http' as const, 'http' as const, 'tcp' as const),
});

export const programs: fc.Arbitrary<Program> = fc
  .uniqueArray(service, { minLength: 2, maxLength: 6, selector: (s) => `${s.namespace}/${s.name}` })
  .chain((services) => {
    const index = fc.nat(services.length - 1);
    const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
    const edge = fc.record({ callee: index, caller: index, path: maybe(PATHS), method: maybe(METHODS) });
    const narrowable = (e: DeclaredEdge): DeclaredEdge => services[e.callee].carries === 'http' ? e : { callee: e.callee, caller: e.caller };
    const edges = fc.uniqueArray(edge, { maxLength: 8, selector: (e) => JSON.stringify([e.callee, e.caller]) });
    return edges.map((list) => ({ services, edges: list.map(narrowable) }));
  });

/** `order` gives the order in which services and edges are declared; left out: as they stand. */
export function declare(program: Program, props?: AppProps, order: { services?: readonly number[]; edges?: readonly number[] } = {}): App {
  const app = new App(props);
  const mesh = new Mesh(app, 'mesh', { prove: false });
  const charts = new Map(NAMESPACES.map((namespace) => {
    const chart = new Chart(app, namespace, { namespace });
    new MeshNamespace(chart, 'namespace', { mesh });
    return [namespace, chart];
  }));
  const declared = new Map<number, MeshService>();
  for (const i of order.services ?? program.services.keys()) {
    const { namespace, name, carries } = program.services[i];
    const chart = charts.get(namespace);
    if (chart === undefined) throw new Error(`no chart for ${namespace}`);
    const port = carries === 'http' ? ServicePort.http(80, { targetPort: 8080 }) : ServicePort.tcp(5432);
    declared.set(i, new MeshService(chart, name, { ports: [port], deployedElsewhere: true }));
  }
  for (const i of order.edges ?? program.edges.keys()) {
    const { callee, caller, path, method } = program.edges[i];
    const narrowed = path === undefined && method === undefined
      ? undefined
      : [Access.http({
          ...(path === undefined ? {} : { paths: [HttpPath.exact(path)] }),
          ...(method === undefined ? {} : { methods: [HttpMethod.of(method)] }),
        })];
    const [target, from] = [declared.get(callee), declared.get(caller)];
    if (target === undefined || from === undefined) throw new Error('an edge names a service that is not there');
    target.allowFrom(from, narrowed === undefined ? {} : { access: narrowed });
  }
  return app;
}

/** The declaration, read plainly: may `caller` do this on `callee`? */
export function isDeclared(program: Program, callee: number, caller: number, method: string, path: string): boolean {
  return program.edges.some((e) => e.callee === callee && e.caller === caller
    && (e.path === undefined || e.path === path) && (e.method === undefined || e.method === method));
}

/** Every object of an App as it will be written, by kind, namespace and name. */
export function objects(app: App): ReadonlyMap<string, string> {
  const all = app.charts.flatMap((chart) => chart.toJson() as { kind: string; metadata: { name: string; namespace?: string } }[]);
  const entries = all.map((object) => [`${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`, JSON.stringify(object)] as const);
  if (new Set(entries.map(([key]) => key)).size !== entries.length) throw new Error('two objects of one kind and namespace share a name');
  return new Map(entries);
}
