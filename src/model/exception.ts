import type { ServiceId } from './model';

/** What may be wider than it would be by default. Ids never change: they stand in files that others read. */
export type ExceptionKind
  = | 'acknowledged-assumption' // somebody stands by what no manifest shows
    | 'acknowledged-object' // somebody stands by a policy of others that opens more than is declared
    | 'break-glass' // somebody is let in for an emergency
    | 'cloud-metadata' // a service may reach what its node answers for itself, credentials among it
    | 'excluded-port' // connections to it go past the proxy
    | 'external-anywhere' // NetworkPolicy opens a port to every address outside the cluster
    | 'external-ca' // every proxy may reach a certificate authority outside the cluster
    | 'foreign-pods' // pods that others make run in a namespace
    | 'former-identity' // whoever runs under an account that a service had is taken for it
    | 'gateway-destination' // a gateway may connect to what no edge leads to
    | 'load-balancer' // a load balancer, and by its addresses whoever comes through one
    | 'namespace-caller' // every identity of a namespace may call
    | 'open-caller' // anyone may call
    | 'path-without-token' // requests to it need none, at a service that requires tokens
    | 'plaintext-port' // it takes connections without a certificate
    | 'plaintext-scrape' // Prometheus scrapes past the proxy, without a certificate
    | 'rollout-stage' // something declared is not enforced yet
    | 'shared-identity' // services that the mesh takes for one caller
    | 'whole-namespace-pods' // NetworkPolicy admits every pod of a caller's namespace
    | 'wide-addresses'; // a block of addresses that is nobody in particular

/** Something declared that opens more than one caller's worth, or that somebody has to stand by. */
export interface ExceptionModel {
  readonly kind: ExceptionKind;
  /** The service that it opens, or whose calls it opens; of a gateway's pods its name; left out: the whole mesh. */
  readonly service?: ServiceId;
  /** Of its pods, where it is about one. */
  readonly targetPort?: number;
  /** Id of the assumption, where it is about one. */
  readonly assumption?: string;
  /** `NetworkPolicy shop/redis`, where it is about one object of others. */
  readonly object?: string;
  /** The namespace of that object. */
  readonly namespace?: string;
  /** `anyone may call shop/catalog`. */
  readonly what: string;
  readonly reason?: string;
  /** The last day on which it holds; left out: without end. */
  readonly expires?: string;
  /** It is past that day and still there, because something else than a synth has to end it. */
  readonly overdue?: boolean;
  readonly owner?: string;
  /** Where it was asked for. */
  readonly ticket?: string;
  /** Path of the construct that declares it. */
  readonly construct: string;
}
