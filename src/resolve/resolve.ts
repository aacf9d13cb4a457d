import type { AccessModel, CallModel, ServiceModel } from '../model/model';
import type { Problem } from '../model/problem';
import { byKey, compare, sortedUnique } from '../private/sorting';
import type { CallDeclaration, Declarations } from './declarations';
import { resolveEdges } from './edges';
import { resolveExternals } from './externals';

export interface Resolution {
  readonly model: AccessModel;
  /** What could not be resolved and is not in the model. What is in it and cannot stand is for the checks. */
  readonly problems: readonly Problem[];
}

/** What the constructs declared, as one model: the same whatever the order of declarations. */
export function resolve(declarations: Declarations): Resolution {
  const problems: Problem[] = [...declarations.problems];
  const services = resolveServices(declarations);
  // Of two with one id, which is an error, grants go to the first by construct path.
  const byId = new Map([...services].reverse().map((s) => [s.id, s]));
  const [baseline, ...further] = [...declarations.baselines].sort((a, b) => compare(a.construct, b.construct));
  for (const second of further) {
    problems.push({
      code: 'duplicate-baseline',
      construct: second.construct,
      message: `the App has a MeshBaseline already, \`${baseline.construct}\``,
      repair: 'say everything in one',
    });
  }
  return {
    model: {
      mesh: declarations.mesh,
      namespaces: [...declarations.namespaces].sort(byIdAndConstruct),
      services,
      edges: resolveEdges(declarations, byId, problems),
      calls: resolveCalls(declarations),
      externals: resolveExternals(declarations.externals),
      ...(baseline === undefined ? {} : { baseline }),
    },
    problems: byKey(problems, (p) => `${p.construct}\n${p.code}\n${p.message}`),
  };
}

function byIdAndConstruct(a: { readonly id: string; readonly construct: string }, b: { readonly id: string; readonly construct: string }): number {
  return compare(a.id, b.id) || compare(a.construct, b.construct);
}

/** A service takes part in the mesh as its namespace does, unless it says otherwise. */
function resolveServices({ namespaces, services }: Declarations): ServiceModel[] {
  const dataPlanes = new Map(namespaces.map((n) => [n.id, n.dataPlane]));
  return services
    .map(({ service, ownDataPlane }) => (ownDataPlane ? service : { ...service, dataPlane: dataPlanes.get(service.namespace) ?? service.dataPlane }))
    .sort(byIdAndConstruct);
}

/** Stating a call twice says nothing new but another reason. */
function resolveCalls(declarations: Declarations): CallModel[] {
  const calls = new Map<string, CallDeclaration[]>();
  for (const call of declarations.calls) {
    const id = `${call.caller}->${call.callee}`;
    const known = calls.get(id);
    if (known === undefined) calls.set(id, [call]);
    else known.push(call);
  }
  return [...calls].sort(([a], [b]) => compare(a, b)).map(([id, same]) => {
    const reasons = sortedUnique(same.flatMap((c) => c.reason ?? []));
    const [construct] = sortedUnique(same.map((c) => c.construct));
    return { id, caller: same[0].caller, callee: same[0].callee, construct, ...(reasons.length === 0 ? {} : { reasons }) };
  });
}
