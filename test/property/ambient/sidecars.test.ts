import * as fc from 'fast-check';
import { diff } from '../../../examples/online-boutique/diff';
import { Mesh, MeshAssertions } from '../../../src';
import { declare, type DeclaredService, type Program } from './program';
import { programs } from './programs';
import { SEED } from './seed';

/** What either data plane can express, and a table can decide: no pod is left out, and every request meets a waypoint. */
const either = programs.map((program): Program => ({
  ...program,
  namespaces: program.namespaces.map(({ name }) => ({ name, plane: 'ambient', waypoint: 'managed', migrating: false })),
  services: program.services.map(({ namespace, name, ports, too }): DeclaredService => ({ namespace, name, ports: ports.map((p) => (p === 'dns' ? 'api' : p)), too, headless: false, peers: false })),
  edges: program.edges.filter((e) => !['appliance', 'cidr', 'anyone', 'prometheus', 'job'].includes(e.caller.kind)).map((e) => (e.port === 'dns' ? { ...e, port: 'api' } : e)),
  externals: program.externals.filter((e) => e.protocol !== 'tcp').map((e) => ({ ...e, host: `${e.protocol}.example.com` })),
  egressWaypoint: true,
})).filter(({ services }) => services.every(({ ports }) => new Set(ports).size === ports.length));

const withSidecars = (program: Program): Program => (
  { ...program, namespaces: program.namespaces.map(({ name }) => ({ name, plane: 'sidecar', migrating: false })), egressWaypoint: false });

const declared = (program: Program): string => declare(program).node.findAll().find((c): c is Mesh => c instanceof Mesh)!.report().accessTable;
const enforced = (program: Program): string => MeshAssertions.fromApp(declare(program)).accessTable();

/** Which pods a network lets out is another in each: in ambient waypoints ask istiod, and leave for the external hosts, which are listed, too. */
const isSameForAll = (line: string): boolean => !/^. Ways out of pods: /.test(line);

describe(`one declaration on two data planes (SEED=${SEED})`, () => {
  test.each([['is declared', declared], ['is enforced', enforced]])('the access that %s is the same', (_, table) => {
    fc.assert(fc.property(either, (program) => {
      expect(diff(table(program), table(withSidecars(program))).filter(isSameForAll)).toEqual([]);
    }), { numRuns: 8, seed: SEED });
  });
});
