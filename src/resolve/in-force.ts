import { isPast } from '../model/in-force';
import type { ExpiredModel, MeshModel } from '../model/model';
import type { Problem } from '../model/problem';
import type { RoleId } from '../model/role';
import { byKey } from '../private/sorting';

/** What may be declared until a day, the last on which it holds. */
export interface Dated {
  /** The last day on which it holds. */
  readonly expires?: string;
  readonly reason?: string;
  /** Who answers for it. */
  readonly owner?: string;
  /** The role that it is about. */
  readonly role?: RoleId;
  /** Path of the construct that says so; of a grant: the callee's. */
  readonly construct: string;
}

/** Splits what was declared by the mesh's `asOf`. What is past is left out and listed; nothing past is an error: that would block a hotfix. */
export class InForce {
  private readonly past: ExpiredModel[] = [];

  constructor(private readonly mesh: Pick<MeshModel, 'asOf'>, private readonly problems: Problem[]) {}

  /** Those in force. `name` is what reports call one of them. */
  public of<T extends Dated>(declared: readonly T[], name: (one: T) => string): readonly T[] {
    return declared.filter((one) => one.expires === undefined || this.holds(one, name(one)));
  }

  /** Everything asked so far that is past. */
  public expired(): readonly ExpiredModel[] {
    return byKey(this.past, (e) => `${e.what}\n${e.expires}\n${e.construct}\n${e.reason ?? ''}`);
  }

  /** Lists what ended with something else that is past. */
  public end(past: ExpiredModel): void {
    this.past.push(past);
  }

  public holds(one: Dated, what: string): boolean {
    const { expires, construct, reason, owner, role } = one;
    if (expires === undefined || !this.mayJudge(one, what) || !isPast(this.mesh, expires)) return true;
    this.end({
      what,
      ...(role === undefined ? {} : { role }),
      expires,
      construct,
      ...(reason === undefined ? {} : { reason }),
      ...(owner === undefined ? {} : { owner }),
    });
    return false;
  }

  /** Whether it is known which day it is; also for what stays after its day, of which reports only say so. */
  public mayJudge({ expires, construct }: Dated, what: string): boolean {
    if (expires === undefined || this.mesh.asOf !== undefined) return true;
    this.problems.push({
      code: 'missing-as-of',
      construct,
      message: `${what} expires on \`${expires}\`, and nothing says which day it is`,
      repair: 'give `asOf` to the Mesh: the day for which the App is synthesised, `2026-11-30`; the clock is an input like any other',
    });
    return false;
  }
}
