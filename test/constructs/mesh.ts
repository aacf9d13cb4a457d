import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { Mesh, type MeshProps, MeshNamespace, MeshService, type MeshServiceProps } from '../../src';

/** An App with a mesh and the namespace `shop`, whose services are deployed elsewhere. */
export class Shop {
  public readonly app: App;
  public readonly mesh: Mesh;
  public readonly chart: Chart;
  public readonly namespace: MeshNamespace;

  constructor(props: MeshProps = {}, outdir?: string) {
    this.app = outdir === undefined ? new App() : new App({ outdir });
    this.mesh = new Mesh(this.app, 'mesh', props);
    this.chart = new Chart(this.app, 'shop', { namespace: 'shop' });
    this.namespace = new MeshNamespace(this.chart, 'ns', { mesh: this.mesh });
  }

  service(name: string, props: MeshServiceProps = {}): MeshService {
    return new MeshService(this.chart, name, { deployedElsewhere: true, ...props });
  }

  /** The object of this kind and name as it would be written. */
  object(kind: string, name: string): { readonly metadata: Record<string, unknown>; readonly spec: Record<string, unknown> } {
    const found = Testing.synth(this.chart).find((o) => o.kind === kind && o.metadata.name === name);
    if (found === undefined) throw new Error(`no ${kind} ${name}`);
    return found;
  }
}

/** `Namespace shop`, `NetworkPolicy default-deny`… in the order of the file. */
export function names(chart: Chart): string[] {
  return Testing.synth(chart).map((o) => `${o.kind} ${o.metadata.name}`);
}

/** The lines of what synth reports, without cdk8s' own words. */
export function problems(app: App): string[] {
  try {
    app.synthYaml();
  } catch (error) {
    return (error as Error).message.split('\n').slice(1).map((line) => line.trim());
  }
  return [];
}

export function objectsOf(app: App): ApiObject[] {
  return app.node.findAll().filter((c): c is ApiObject => ApiObject.isApiObject(c));
}
