import { App, Chart } from 'cdk8s';
import type { AppProps } from 'cdk8s';
import { Mesh, MeshNamespace, MeshService, PodSecurityLevel } from '../../src';
import type { MeshNamespaceProps, MeshProps, MeshServiceProps } from '../../src';

/** One case: the program whose bytes are committed, and the same program with one wrong thing that must not pass. */
export interface Golden {
  build(props?: AppProps): App;
  twin(props?: AppProps): App;
}

/** `wrong` is true for the twin; a case reads it in exactly one place. */
export function golden(declare: (app: App, wrong: boolean) => void): Golden {
  const make = (wrong: boolean) => (props?: AppProps) => {
    const app = new App(props);
    declare(app, wrong);
    return app;
  };
  return { build: make(false), twin: make(true) };
}

/** The mesh and the namespace that most cases start from. */
export class Shop extends Chart {
  public readonly mesh: Mesh;
  public readonly namespaceAccess: MeshNamespace;

  constructor(app: App, props: MeshProps = {}, namespace: Omit<MeshNamespaceProps, 'mesh'> = {}) {
    super(app, 'shop', { namespace: 'shop' });
    this.mesh = new Mesh(app, 'mesh', props);
    this.namespaceAccess = new MeshNamespace(this, 'namespace', { mesh: this.mesh, ...namespace });
  }

  /** A service whose pods are not part of the case. */
  service(name: string, props: Omit<MeshServiceProps, 'deployedElsewhere'> = {}): MeshService {
    return new MeshService(this, name, { ...props, deployedElsewhere: true });
  }
}

/** Workloads that were there before anybody asked for a level of Pod Security. */
export const ANY_PODS = { podSecurity: { warn: PodSecurityLevel.PRIVILEGED, audit: PodSecurityLevel.PRIVILEGED } };

/** Addresses of a cluster, for cases that need them. */
export const CLUSTER = { podCidrs: ['10.0.0.0/14'], serviceCidrs: ['10.4.0.0/20'], nodeCidrs: ['10.128.0.0/20'] };
