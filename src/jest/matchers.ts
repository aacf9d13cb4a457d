import { checkAnswer, checkCallers } from '../testing/check';
import type { AccessRequest } from '../testing/access-request';
import { evidenceFor, type MeshAccessSubject } from './subject';
import { matchSnapshot } from './snapshot';

/** What jest gives a matcher as `this`. */
interface Context {
  readonly isNot?: boolean;
}

interface Result {
  readonly pass: boolean;
  message(): string;
}

/** Matchers about the access that manifests give. What cannot be decided fails all of them, negated or not. */
export const meshAccessMatchers = {
  /** The caller may make the request; without one: at least some request, or a connection. */
  toAllow(this: Context, received: MeshAccessSubject, caller: string, target: string, request?: AccessRequest): Result {
    return answers(this, 'allow', received, caller, target, request);
  },

  /** The caller may not make the request; without one: nothing whatever. */
  toDeny(this: Context, received: MeshAccessSubject, caller: string, target: string, request?: AccessRequest): Result {
    return answers(this, 'deny', received, caller, target, request);
  },

  /** Exactly these callers may do something at the target, nobody else. */
  toOnlyAllowCallers(received: MeshAccessSubject, target: string, callers: readonly string[]): Result {
    const { holds, text } = checkCallers(evidenceFor(received), target, callers);
    return { pass: holds, message: () => (holds ? `expected others than [${callers.join(', ')}] to be allowed at ${target}` : text) };
  },

  /** The access table is the one of the snapshot: its diff in a review is the change of access. */
  toMatchAccessSnapshot(this: Context, received: MeshAccessSubject, hint?: string): Result {
    if (this.isNot) throw new Error('`.not` has no meaning for toMatchAccessSnapshot: a snapshot that must differ pins nothing');
    return matchSnapshot(evidenceFor(received), hint);
  },
};

const OPPOSITE = { allow: 'deny', deny: 'allow' } as const;

function answers({ isNot = false }: Context, expected: 'allow' | 'deny', received: MeshAccessSubject, caller: string, target: string, request?: AccessRequest): Result {
  // `.not.toAllow` demands a denial: an undetermined answer must not pass for one.
  const { holds, text } = checkAnswer(evidenceFor(received), isNot ? OPPOSITE[expected] : expected, caller, target, request);
  return { pass: holds !== isNot, message: () => text };
}
