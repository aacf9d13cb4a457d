import type { AccessModel, ExpiredModel } from '../model/model';
import { alignColumns } from './columns';
import { expiredText } from './declared-table';
import { type AccessReport, type Holding, type RoleReport, rolesOf } from './roles';

/** `roles.txt`. */
export function rolesPage(model: AccessModel): string {
  const { asOf } = model.mesh;
  const expired = expiredOfRoles(model).map((e) => `  ${expiredText(e)}`);
  return [
    ...(asOf === undefined ? [] : [`as of ${asOf}\n`]), rolesText(model), ...(expired.length === 0 ? [] : [['Expired', ...expired, ''].join('\n')]),
  ].join('\n');
}

/** Each role with who holds it and what it gives, then each of those with all they have. */
export function rolesText(model: AccessModel): string {
  const { roles, members } = rolesOf(model);
  return [
    ...roles.map(({ role, holders, access, ...named }) => block(roleTitle(role, named), [
      ['held by', holders.map(({ caller, ...holding }) => [caller, ...holdingColumns(holding)]), 'nobody: what is granted to it reaches nobody'],
      ['may call', access.map((line) => accessColumns(line, role)), 'nothing'],
    ])),
    ...members.map(({ caller, roles: held, access }) => block(`member ${caller}`, [
      ['holds', held.map(({ role, ...holding }) => [role, ...holdingColumns(holding)]), 'nothing'],
      ['may call', access.map((line) => accessColumns(line)), 'nothing'],
    ])),
  ].join('\n');
}

function roleTitle(role: string, { owner, description }: Pick<RoleReport, 'owner' | 'description'>): string {
  return `role ${role}${owner === undefined ? '' : ` (${owner})`}${description === undefined ? '' : `: ${description}`}`;
}

/** Memberships, and grants to roles. */
export function expiredOfRoles({ expired = [] }: AccessModel): readonly ExpiredModel[] {
  return expired.filter(({ role }) => role !== undefined);
}

type Part = readonly [title: string, rows: readonly (readonly string[])[], none: string];

function block(title: string, parts: readonly Part[]): string {
  return [title, ...parts.flatMap(([name, rows, none]) => [`  ${name}`, ...(rows.length === 0 ? [none] : alignColumns(rows)).map((row) => `    ${row}`)]), ''].join('\n');
}

function holdingColumns({ as, by, ...said }: Holding): readonly string[] {
  return [`${as === undefined ? '' : `as ${as}, `}${by === undefined ? 'by name' : `by role ${by}`}${saidText(said)}`];
}

function accessColumns({ callee, access, from, as, role, ...said }: AccessReport, own?: string): readonly string[] {
  const granted = role === undefined ? 'by name' : role === own ? 'to the role' : own === undefined ? `by role ${role}` : `as a member of ${role}`;
  return [callee, `${access}${from === undefined ? '' : `, from ${from}`}`, `${as === undefined ? '' : `as ${as}, `}${granted}${saidText(said)}`];
}

function saidText({ until, reason, owner }: Omit<Holding, 'as' | 'by'>): string {
  return `${until === undefined ? '' : `, until ${until}`}${owner === undefined ? '' : `, ${owner}`}${reason === undefined ? '' : `: ${reason}`}`;
}
