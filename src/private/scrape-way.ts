import type { Access } from '../access';
import type { CallOptions } from '../allow-options';
import type { StatedException } from './exceptions';

/** With a certificate, or past the proxy. */
export type ScrapeWay
  = | { readonly access: Access; readonly said: Partial<CallOptions> }
    | { readonly targetPort: number; readonly stated: StatedException };
