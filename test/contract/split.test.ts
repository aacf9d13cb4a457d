import * as fs from 'node:fs';
import * as path from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import * as fc from 'fast-check';
import { Access, DataPlane, HttpPath, Mesh, MeshContract, MeshNamespace, MeshService, ServicePort, Waypoint } from '../../src';
import { checkContracts } from '../../src/contract/set/check';
import { readContract } from '../../src/contract/read';
import { buildWorld } from '../../src/eval';
import { readPaths } from '../../src/manifest';
import { enforcedTable } from '../../src/report';
import { inEmptyDirectory } from '../golden/synthesize';
import { runs } from '../long';

/** Services s0…s3: the first two in `left`, the others in `right`. */
const COUNT = 4;
const SPLIT = 2;
const namespaceOf = (i: number): string => (i < SPLIT ? 'left' : 'right');
const idOf = (i: number): string => `${namespaceOf(i)}/s${i}`;

interface Grant {
  readonly caller: number;
  readonly callee: number;
  readonly port: 80 | 9000;
  readonly narrow: boolean;
}

interface Program {
  readonly planes: readonly [DataPlane, DataPlane];
  readonly grants: readonly Grant[];
}

const plane = fc.constantFrom(DataPlane.SIDECAR, DataPlane.AMBIENT);
const index = fc.nat(COUNT - 1);
const port = fc.constantFrom(80 as const, 9000 as const);
const grants: fc.Arbitrary<Grant> = fc.record({ caller: index, callee: index, port, narrow: fc.boolean() });
const programs: fc.Arbitrary<Program> = fc.record({
  planes: fc.tuple(plane, plane),
  grants: fc.array(grants, { maxLength: 8 })
    .map((all) => all.filter((g) => g.caller !== g.callee)),
});

/** What a caller with sidecars is refused of an ambient callee. */
const isNarrow = ({ planes }: Program, { caller, callee, port, narrow }: Grant): boolean => (
  narrow && port === 80 && !(planes[callee < SPLIT ? 0 : 1] === DataPlane.AMBIENT && planes[caller < SPLIT ? 0 : 1] === DataPlane.SIDECAR)
);

function build(outdir: string, program: Program, mine: (i: number) => boolean, contract?: string, edges = true): void {
  const app = new App({ outdir });
  const mesh = new Mesh(app, 'mesh');
  const others = contract === undefined ? undefined : MeshContract.fromFile(mesh, contract);
  const services = new Map<number, MeshService>();
  for (const [side, namespace] of ['left', 'right'].entries()) {
    if (!mine(side * SPLIT)) continue;
    const chart = new Chart(app, namespace, { namespace });
    const dataPlane = program.planes[side];
    new MeshNamespace(chart, 'namespace', { mesh, dataPlane, ...(dataPlane === DataPlane.AMBIENT ? { waypoint: Waypoint.managed() } : {}) });
    for (let i = 0; i < COUNT; i++) if (namespaceOf(i) === namespace) services.set(i, service(chart, i));
  }
  for (const grant of edges ? program.grants : []) {
    const [caller, callee] = [services.get(grant.caller), services.get(grant.callee)];
    const access = isNarrow(program, grant) ? Access.http({ paths: [HttpPath.under('/narrow')] }) : Access.ports(grant.port);
    if (callee !== undefined) callee.allowFrom(caller ?? others!.service(idOf(grant.caller)), { access: [access] });
    else if (caller !== undefined) caller.calls(others!.service(idOf(grant.callee)));
  }
  app.synth();
}

function service(chart: Chart, i: number): MeshService {
  const made = new MeshService(chart, `s${i}`, { ports: [ServicePort.http(80, { targetPort: 8080 }), ServicePort.tcp(9000)] });
  new ApiObject(chart, `pods-${i}`, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `s${i}` },
    spec: {
      selector: { matchLabels: made.podLabels },
      template: { metadata: { labels: made.podLabels }, spec: { serviceAccountName: `s${i}`, containers: [{ name: 'app', image: 'app' }] } },
    },
  });
  return made;
}

/** Each half writes what the other then imports, until both have read what the other grants. */
function buildSplit(directory: string, program: Program): void {
  const out = (side: string): string => path.join(directory, side, 'dist');
  const contract = (side: string): string => path.join(directory, side, 'mesh-access.out/contract.json');
  const kept = (side: string): string => {
    fs.copyFileSync(contract(side), path.join(directory, `${side}.json`));
    return path.join(directory, `${side}.json`);
  };
  const incoming = (side: number): Program => ({ ...program, grants: program.grants.filter((g) => (g.callee < SPLIT ? 0 : 1) === side) });
  const sides = ['left', 'right'] as const;
  const mine = sides.map((_, side) => (i: number): boolean => (i < SPLIT ? 0 : 1) === side);
  sides.forEach((side, i) => build(out(side), program, mine[i], undefined, false));
  const bare = sides.map(kept);
  sides.forEach((side, i) => build(out(side), incoming(i), mine[i], bare[1 - i]));
  const granting = sides.map(kept);
  sides.forEach((side, i) => build(out(side), program, mine[i], granting[1 - i]));
}

function tableOf(directories: readonly string[]): unknown {
  const { manifests, problems } = readPaths(directories);
  expect(problems).toEqual([]);
  return enforcedTable(buildWorld(manifests));
}

test('two repositories with contracts give the access of one mesh', () => {
  fc.assert(fc.property(programs, (program) => inEmptyDirectory((directory) => {
    build(path.join(directory, 'one/dist'), program, () => true);
    buildSplit(directory, program);
    const [left, right, one] = ['left', 'right', 'one'].map((side) => path.join(directory, side));
    expect(tableOf([path.join(left, 'dist'), path.join(right, 'dist')])).toEqual(tableOf([path.join(one, 'dist')]));
    const members = [left, right].map((side) => (
      { file: side, contract: readContract(fs.readFileSync(path.join(side, 'mesh-access.out/contract.json'), 'utf8')).contract! }
    ));
    expect(checkContracts(members)).toEqual([]);
  })), { numRuns: runs(12, 3) });
});
