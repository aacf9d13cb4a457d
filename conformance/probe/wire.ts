/** One HTTP request, byte for byte as the client sends it. */
export interface WireHttp {
  readonly version: 'HTTP/1.1' | 'HTTP/2';
  /** Sent as gRPC: a denial is then a gRPC status. HTTP/2 only. */
  readonly grpc: boolean;
  readonly method: string;
  readonly path: string;
  readonly host: string;
  /** In order; a name may be repeated. */
  readonly headers: readonly (readonly [string, string])[];
}

export type Credential
  /** A certificate of this SPIFFE id (without scheme). */
  = | { readonly kind: 'identity'; readonly id: string }
    | { readonly kind: 'tls-without-certificate' }
    | { readonly kind: 'plaintext' };

/** A request to one listener: who, from where, to which port of which address, what. */
export interface Wire {
  readonly credential: Credential;
  readonly sourceIp: string;
  readonly destinationIp: string;
  readonly port: number;
  /** Of TLS, for gateways: sidecars are asked without one. */
  readonly serverName?: string;
  /** Undefined: bytes that are no HTTP. */
  readonly http?: WireHttp;
}

export interface Outcome {
  /** `malformed`: the proxy answered 400 before any policy had a say. */
  readonly answer: 'allow' | 'deny' | 'malformed';
  /** `HTTP 403`, `reset`, `tcp:inbound|9000||`. */
  readonly detail: string;
  /** The path that the backend would have seen. */
  readonly forwardedPath?: string;
}

export function wireText(w: Wire): string {
  const who = w.credential.kind === 'identity' ? w.credential.id : w.credential.kind;
  const what = w.http === undefined
    ? 'bytes'
    : [
        w.http.grpc ? 'gRPC' : w.http.version, w.http.method, w.http.path, `host=${w.http.host}`, ...w.http.headers.map(([k, v]) => `${k}: ${v}`),
      ].join(' ');
  return `${who} (${w.sourceIp}) to ${w.destinationIp}:${w.port}: ${what}`;
}
