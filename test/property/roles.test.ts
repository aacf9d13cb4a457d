import { App, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { Access, AccessRole, type ICaller, ServicePort } from '../../src';
import { Shop } from '../golden/golden';
import { runs } from '../long';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const RUNS = { numRuns: runs(40), seed };
const CALLERS = 5;
const ROLES = 4;

/** Members of each role: callers by number, and of the roles only those with a higher one, so that none is in itself. */
interface Program {
  readonly members: readonly (readonly { readonly role: boolean; readonly number: number }[])[];
  /** What each is granted, of two ports. */
  readonly grants: readonly { readonly role: boolean; readonly number: number; readonly port: 80 | 5432 }[];
}

const programs: fc.Arbitrary<Program> = fc.record({
  members: fc.tuple(...Array.from({ length: ROLES }, (_, role) => fc.array(fc.oneof(
    fc.record({ role: fc.constant(false), number: fc.nat(CALLERS - 1) }),
    ...(role + 1 < ROLES ? [fc.record({ role: fc.constant(true), number: fc.integer({ min: role + 1, max: ROLES - 1 }) })] : []),
  ), { maxLength: 4 }))),
  grants: fc.array(fc.oneof(
    fc.record({ role: fc.constant(true), number: fc.nat(ROLES - 1), port: fc.constantFrom(80 as const, 5432 as const) }),
    fc.record({ role: fc.constant(false), number: fc.nat(CALLERS - 1), port: fc.constantFrom(80 as const, 5432 as const) }),
  ), { maxLength: 5 }),
});

/** Who holds a role, by a definition of its own. */
function holders({ members }: Program, role: number): ReadonlySet<number> {
  return new Set(members[role].flatMap((m) => (m.role ? [...holders({ members, grants: [] }, m.number)] : [m.number])));
}

function byName(program: Program): Program {
  return {
    members: program.members.map(() => []),
    grants: program.grants.flatMap((g) => (g.role ? [...holders(program, g.number)].map((number) => ({ ...g, role: false, number })) : [g])),
  };
}

/** `order`: the other way round, and memberships after grants. */
function emitted({ members, grants }: Program, order: 'as is' | 'reversed' = 'as is'): readonly unknown[] {
  const ordered = <T>(list: readonly T[]): readonly T[] => (order === 'as is' ? list : [...list].reverse());
  const shop = new Shop(new App(), { prove: false });
  const catalog = shop.service('catalog', { ports: [ServicePort.http(80), ServicePort.tcp(5432)] });
  const callers = Array.from({ length: CALLERS }, (_, i) => shop.service(`caller-${i}`));
  const roles = members.map((_, i) => new AccessRole(shop, `role-${i}`));
  const one = ({ role, number }: { readonly role: boolean; readonly number: number }): ICaller => (role ? roles[number] : callers[number]);
  const steps = [
    () => {
      const memberships = members.flatMap((list, i) => list.map((member) => ({ role: roles[i], member })));
      for (const { role, member } of ordered(memberships)) role.addMember(one(member));
    },
    () => ordered(grants).forEach((grant) => catalog.allowFrom(one(grant), { access: [Access.ports(grant.port)] })),
  ];
  for (const step of ordered(steps)) step();
  return Testing.synth(shop);
}

/** `cluster.local/ns/shop/sa/caller-1 80`, of what is emitted. */
function permissions(program: Program): readonly string[] {
  const { rules = [] } = (emitted(program) as readonly Emitted[]).find(({ kind, metadata: { name } }) => kind === 'AuthorizationPolicy' && name === 'catalog-callers')!.spec;
  return rules.flatMap(({ from, to }) => from.flatMap(({ source }) => source.principals).flatMap((principal) => (
    to.flatMap(({ operation }) => operation.ports).map((port) => `${principal} ${port}`)
  ))).sort();
}

interface Rule {
  readonly from: readonly { readonly source: { readonly principals: readonly string[] } }[];
  readonly to: readonly { readonly operation: { readonly ports: readonly string[] } }[];
}

interface Emitted {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly rules?: readonly Rule[] };
}

describe(`roles of any program (SEED=${seed})`, () => {
  test('emit what their holders by name would', () => {
    fc.assert(fc.property(programs, (program) => expect(emitted(program)).toEqual(emitted(byName(program)))), RUNS);
  });

  test('emit the same in whatever order they are declared', () => {
    fc.assert(fc.property(programs, (program) => expect(emitted(program, 'reversed')).toEqual(emitted(program))), RUNS);
  });

  test('lose with a member what nobody grants that member otherwise', () => {
    fc.assert(fc.property(programs.filter(({ members }) => members.some((list) => list.length > 0)), (program) => {
      const from = program.members.findIndex((list) => list.length > 0);
      const left: Program = { ...program, members: program.members.map((list, i) => (i === from ? list.slice(1) : list)) };
      const kept = new Set(permissions(byName(left)));
      expect(permissions(left)).toEqual(permissions(program).filter((permission) => kept.has(permission)));
    }), RUNS);
  });
});
