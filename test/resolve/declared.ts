import { App, Chart } from 'cdk8s';
import { Mesh, type MeshProps, MeshNamespace, MeshService, type MeshServiceProps } from '../../src';
import type { AccessModel, EdgeModel } from '../../src/model/model';
import type { Problem } from '../../src/model/problem';
import { resolve, type Resolution } from '../../src/resolve/resolve';

export interface Program {
  readonly app: App;
  readonly mesh: Mesh;
  readonly chart: Chart;
  service(name: string, props?: MeshServiceProps): MeshService;
}

/** What a program in the namespace `shop` resolves to. */
export function resolved(declare: (program: Program) => void, props: MeshProps = {}): Resolution {
  const app = new App();
  const mesh = new Mesh(app, 'mesh', props);
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new MeshNamespace(chart, 'ns', { mesh });
  declare({ app, mesh, chart, service: (name, p) => new MeshService(chart, name, p) });
  return resolve(mesh._registry);
}

export function modelOf(declare: (program: Program) => void, props?: MeshProps): AccessModel {
  const { model, problems } = resolved(declare, props);
  expect(problems).toEqual([]);
  return model;
}

export function problemsOf(declare: (program: Program) => void, props?: MeshProps): readonly Problem[] {
  return resolved(declare, props).problems;
}

/** Target ports and what is granted there. */
export function access({ edges: [edge] }: AccessModel): EdgeModel['access'] {
  return edge.access;
}
