import type { ClusterProps } from 'cdk8s-mesh-access';

/** What differs between two clusters that run the same shop. */
export interface Environment {
  readonly name: string;
  readonly namespace: string;
  /** The only host under which the ingress gateway may reach the frontend. */
  readonly host: string;
  /** The payment provider's API. */
  readonly payments: string;
  readonly replicas: number;
  /** Production is not load-tested from the inside: there, nobody but the gateway may call the frontend. */
  readonly loadGenerator: boolean;
  readonly cluster: ClusterProps;
}

export const environments: readonly Environment[] = [
  {
    name: 'dev',
    namespace: 'boutique-dev',
    host: 'shop.dev.example.com',
    payments: 'sandbox.payments.example',
    replicas: 1,
    loadGenerator: true,
    cluster: { podCidrs: ['10.8.0.0/14'], serviceCidrs: ['10.12.0.0/20'], nodeCidrs: ['10.128.0.0/20'] },
  },
  {
    name: 'prod',
    namespace: 'boutique',
    host: 'shop.example.com',
    payments: 'api.payments.example',
    replicas: 3,
    loadGenerator: false,
    cluster: { podCidrs: ['10.40.0.0/14'], serviceCidrs: ['10.44.0.0/20'], nodeCidrs: ['10.132.0.0/20'] },
  },
];
