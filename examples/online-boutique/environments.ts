import { type ClusterProps, DataPlane } from 'cdk8s-mesh-access';

/** What differs between two clusters that run the same shop. Access is none of it. */
export interface Environment {
  readonly name: string;
  readonly dataPlane: DataPlane;
  readonly replicas: number;
  /** Synthetic shoppers of the load generator. */
  readonly users: number;
  readonly cluster: ClusterProps;
}

export const environments: readonly Environment[] = [
  {
    name: 'dev',
    dataPlane: DataPlane.AMBIENT,
    replicas: 1,
    users: 10,
    cluster: { podCidrs: ['10.8.0.0/14'], serviceCidrs: ['10.12.0.0/20'], nodeCidrs: ['10.128.0.0/20'] },
  },
  {
    name: 'prod',
    dataPlane: DataPlane.SIDECAR,
    replicas: 3,
    users: 1,
    cluster: { podCidrs: ['10.40.0.0/14'], serviceCidrs: ['10.44.0.0/20'], nodeCidrs: ['10.132.0.0/20'] },
  },
];
