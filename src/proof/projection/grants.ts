import type { Protocol } from '../../manifest/kinds';
import type { EdgeModel, PortAccessModel, ServiceModel } from '../../model/model';
import { accessAt, type Declaration } from '../declaration';

/** What one edge grants on one port. */
export interface Grant {
  readonly edge: EdgeModel;
  readonly access: readonly PortAccessModel[];
}

/** All that is granted on one port; looked up, because a callee of a thousand callers is asked about each. */
export class Grants {
  public readonly all: readonly Grant[];
  private byEdge: ReadonlyMap<EdgeModel, Grant> | undefined;
  private byPrincipal: { readonly services: ReadonlyMap<string, readonly Grant[]>; readonly others: readonly Grant[] } | undefined;

  constructor(private readonly declaration: Declaration, service: ServiceModel, port: number, protocol: Protocol) {
    this.all = declaration.edgesTo(service).flatMap((edge) => {
      const access = accessAt(edge, port, protocol);
      return access.length === 0 ? [] : [{ edge, access }];
    });
  }

  public of(edge: EdgeModel): Grant | undefined {
    this.byEdge ??= new Map(this.all.map((grant) => [grant.edge, grant]));
    return this.byEdge.get(edge);
  }

  /** To services that have this identity, and to all who are not services. */
  public maybeFor(principal: string | undefined): readonly Grant[] {
    const { services, others } = this.byPrincipal ??= this.sorted();
    const own = principal === undefined ? undefined : services.get(principal);
    return own === undefined ? others : [...own, ...others];
  }

  private sorted(): NonNullable<Grants['byPrincipal']> {
    const services = new Map<string, Grant[]>();
    const others: Grant[] = [];
    for (const grant of this.all) {
      const { caller } = grant.edge;
      if (caller.kind !== 'service') others.push(grant);
      else {
        for (const principal of this.declaration.principalsOf(caller.service)) {
          const same = services.get(principal);
          if (same === undefined) services.set(principal, [grant]);
          else same.push(grant);
        }
      }
    }
    return { services, others };
  }
}
