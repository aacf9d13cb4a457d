import type { ApiObject } from 'cdk8s';
import type { AccessModel } from '../../model/model';
import { compare } from '../sorting';

/**
 * Leads from an object in the cluster, or an edge in a report, back to what declared it. Kept out of the objects themselves: moving code
 * must cause no diff in production.
 */
export function indexFile(model: AccessModel, objects: readonly ApiObject[]): Readonly<Record<string, unknown>> {
  const owners = new Map<string, { readonly service?: string; readonly gateway?: string; readonly namespace?: string }>([
    ...model.namespaces.map((n) => [n.construct, { namespace: n.id }] as const),
    ...model.services.map((s) => [s.construct, { namespace: s.namespace, service: s.id }] as const),
    ...(model.gateways ?? []).map((g) => [g.construct, { namespace: g.namespace, gateway: g.id }] as const),
  ]);
  // A construct makes up its path anew whenever it is asked.
  const paths = objects.map((object) => ({ object, construct: object.node.path }));
  return {
    schema: 'cdk8s-mesh-access/index',
    version: 1,
    objects: paths.sort((a, b) => compare(a.construct, b.construct)).map(({ object, construct }) => {
      const declaredBy = ownerOf(owners, construct);
      return {
        apiVersion: object.apiVersion,
        kind: object.kind,
        name: object.name,
        // cdk8s says the chart's namespace of a Namespace, too.
        ...(object.metadata.namespace === undefined || object.kind === 'Namespace' ? {} : { namespace: object.metadata.namespace }),
        construct,
        ...(declaredBy === undefined ? {} : { declaredBy }),
      };
    }),
    services: model.services.map(({ id, construct, stage, owner, dataClasses = [] }) => (
      { id, construct, ...(stage === undefined ? {} : { stage }), ...(owner === undefined ? {} : { owner }), dataClasses }
    )),
    edges: model.edges.map(({ id, callee, caller, sourceCidrs, reasons, constructs, expires, grants, breakGlass }) => ({
      id,
      callee,
      caller,
      ...(sourceCidrs === undefined ? {} : { sourceCidrs }),
      reasons,
      constructs,
      ...(expires === undefined ? {} : { expires }),
      ...(grants === undefined ? {} : { grants }),
      ...(breakGlass === undefined ? {} : { breakGlass }),
    })),
    calls: model.calls.map(({ id, caller, callee, reasons = [], construct }) => ({ id, caller, callee, reasons, constructs: [construct] })),
    externals: model.externals.map(({ id, caller, host, reasons, constructs }) => ({ id, caller, host, reasons, constructs })),
  };
}

/** The declaring construct is the nearest one above the object. */
function ownerOf<T>(owners: ReadonlyMap<string, T>, construct: string): T | undefined {
  for (let path = construct; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) {
    const owner = owners.get(path);
    if (owner !== undefined) return owner;
  }
  return undefined;
}
