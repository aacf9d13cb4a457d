import type { WireHttp } from '../probe/wire';

/** One question about a workload, before anybody decides how to send it. */
export interface WireQuestion {
  readonly workload: string;
  readonly port: number;
  /** SPIFFE id without scheme; `none`: TLS without a certificate; `plaintext`. */
  readonly caller: { readonly identity: string } | 'none' | 'plaintext';
  readonly sourceIp: string;
  readonly http?: WireHttp;
}

export const PLAIN_GET: WireHttp = { version: 'HTTP/1.1', grpc: false, method: 'GET', path: '/', host: 'service.example', headers: [] };
