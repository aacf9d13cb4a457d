import type { CallerModel, PortAccessModel, ServiceModel } from '../model/model';
import type { RoleId } from '../model/role';
import { declaredName } from '../model/names';
import type { Problem } from '../model/problem';
import { AccessResolver, unreachablePaths } from './access';
import type { Declarations, GrantDeclaration } from './declarations';

/** A grant with the ports that it is about. */
export interface PortGrant {
  readonly declared: GrantDeclaration;
  readonly callee: ServiceModel;
  /** The ports of each access; equal ones are the same list. Neither it nor any of them is empty. */
  readonly access: readonly (readonly PortAccessModel[])[];
}

/** A grant as one caller has it. */
export interface CallerGrant extends PortGrant {
  readonly caller: CallerModel;
  /** Granted to this role, which the caller holds. */
  readonly role?: RoleId;
  /** Of the grant or of what the caller holds the role by, whichever ends first. */
  readonly expires?: string;
}

/** What could not be resolved is complained about, once however many hold a role. */
export function resolveGrants(declarations: Declarations, services: ReadonlyMap<string, ServiceModel>, problems: Problem[]): PortGrant[] {
  const resolver = new AccessResolver();
  return declarations.grants.flatMap((declared) => {
    const callee = services.get(declared.callee);
    if (callee === undefined) throw new Error(`no service \`${declared.callee}\` was declared`);
    const access = accessOf(declarations, resolver, callee, declared, problems).filter((ports) => ports.length > 0);
    return access.length === 0 ? [] : [{ declared, callee, access }];
  });
}

function accessOf(
  { mesh }: Declarations, resolver: AccessResolver, service: ServiceModel, grant: GrantDeclaration, problems: Problem[],
): readonly (readonly PortAccessModel[])[] {
  for (const { path, because } of grant.access.flatMap((a) => unreachablePaths(a.http, mesh.pathNormalization))) {
    problems.push({
      code: 'unreachable-path',
      construct: grant.construct,
      message: `path \`${path}\` can never match: the mesh ${because} before it compares (\`pathNormalization\` is \`${mesh.pathNormalization}\`)`,
      repair: 'write the path as it is after that',
    });
  }
  return grant.access.map((access) => resolver.resolve(service, access, grant.when, (problem) => problems.push({
    ...problem,
    construct: grant.construct,
    message: `${problem.message} (granted to \`${declaredName(grant.caller)}\`)`,
  })));
}
