import { App, Chart } from 'cdk8s';
import { Mesh, MeshNamespace, MeshService, ServicePort } from '../../src';
import { DEFAULT_SETTINGS } from '../../src/eval/types';
import type { Manifest } from '../harness/istiod';
import { assumedPods } from '../enforced/subject';
import { subjectOf } from '../subjects/declared';
import type { Context } from './context';

const SIZES = [200, 1000];
const NAMESPACES = 20;
/** What the measured service calls. */
const CALLEES = 5;
const MEASURED = 'team-0/service-0';

/** The bytes that istiod would push to one sidecar, with our `Sidecar` and without: why every service gets one. */
export async function checkCheap({ workspace, istiod, ledger, findings }: Context): Promise<void> {
  for (const size of SIZES) {
    await ledger.attempt(`cheap with ${size} services`, async () => {
      const manifests = manyServices(size);
      const bytes = async (given: readonly Manifest[]): Promise<number> => {
        const dir = workspace.directory();
        const { workloads } = await istiod.translate({ manifests: given, settings: DEFAULT_SETTINGS, dir, measure: [MEASURED] });
        const measured = workloads.find((w) => w.id === MEASURED)?.bytes;
        if (measured === undefined) throw new Error(`${MEASURED} was not measured`);
        return Object.values(measured).reduce((a, b) => a + b, 0);
      };
      const with_ = await bytes(manifests);
      const without = await bytes(manifests.map(withoutSidecars));
      const share = with_ / without;
      findings.add('Cheap', `bytes pushed to one sidecar of ${size} services that calls ${CALLEES}`, `${thousands(without)} without Sidecar, ${thousands(with_)} with`, percent(share));
      return share < 0.1 ? [] : [`${with_} of ${without} bytes are still pushed: the Sidecar does not scope`];
    });
  }
}

function manyServices(count: number): Manifest[] {
  const app = new App();
  const mesh = new Mesh(app, 'mesh', { prove: false });
  const services = Array.from({ length: NAMESPACES }, (_, n) => {
    const chart = new Chart(app, `team-${n}`, { namespace: `team-${n}` });
    const namespace = new MeshNamespace(chart, 'namespace', { mesh });
    return Array.from({ length: count / NAMESPACES }, (_, i) => new MeshService(chart, `service-${i}`, {
      namespace, deployedElsewhere: true, ports: [ServicePort.http(80, { targetPort: 8080 }), ServicePort.grpc(9090)],
    }));
  }).flat();
  const measured = services.find((s) => `${s.namespaceName}/${s.name}` === MEASURED)!;
  for (const callee of services.filter((s) => s !== measured).slice(0, CALLEES)) callee.allowFrom(measured);
  const own: Manifest = { name: `${count} services`, text: app.synthYaml() };
  return [own, ...assumedPods(subjectOf(own.name, [own], app).assumed)];
}

function withoutSidecars({ name, text }: Manifest): Manifest {
  return { name, text: text.split(/^---$/m).filter((document) => !/^kind: Sidecar$/m.test(document)).join('---\n') };
}

function thousands(n: number): string {
  return n.toLocaleString('en-US');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
