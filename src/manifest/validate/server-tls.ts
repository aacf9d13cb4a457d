import type { Findings } from '../schema/finding';

export type Certificate = { readonly serverCertificate?: string; readonly privateKey?: string; readonly caCertificates?: string };

export type ServerTls = Certificate & {
  readonly mode?: 'PASSTHROUGH' | 'SIMPLE' | 'MUTUAL' | 'AUTO_PASSTHROUGH' | 'ISTIO_MUTUAL' | 'OPTIONAL_MUTUAL';
  readonly httpsRedirect?: boolean;
  readonly caCrl?: string;
  readonly caCertCredentialName?: string;
  readonly credentialName?: string;
  readonly credentialNames?: readonly string[];
  readonly tlsCertificates?: readonly Certificate[];
  readonly subjectAltNames?: readonly string[];
  readonly verifyCertificateSpki?: readonly string[];
  readonly verifyCertificateHash?: readonly string[];
  readonly minProtocolVersion?: string;
  readonly maxProtocolVersion?: string;
  readonly cipherSuites?: readonly string[];
  readonly insecureSkipVerify?: boolean;
};

/** Fields of a gateway's TLS settings that a sidecar's listener does not have. */
const GATEWAY_ONLY = ['subjectAltNames', 'httpsRedirect', 'credentialName', 'credentialNames', 'tlsCertificates'] as const;

/** A sidecar serves TLS with certificates out of files: without them istiod refuses the listener. */
export function serverTls(tls: ServerTls, findings: Findings): void {
  const { mode = 'PASSTHROUGH' } = tls;
  for (const key of GATEWAY_ONLY) {
    const value = tls[key];
    if (value !== undefined && value !== false && value !== '') {
      findings.addAt([key], 'not-supported', 'is for gateways only', { repair: 'remove it' });
    }
  }
  if (mode === 'ISTIO_MUTUAL' || mode === 'AUTO_PASSTHROUGH') {
    findings.addAt(['mode'], 'not-supported', `a sidecar's listener takes no mode ${mode}`, {
      value: mode, repair: 'use a PeerAuthentication',
    });
  } else if (mode !== 'PASSTHROUGH') {
    needs(tls, 'serverCertificate', mode, findings);
    needs(tls, 'privateKey', mode, findings);
    if (mode !== 'SIMPLE') needs(tls, 'caCertificates', mode, findings);
    else if (tls.caCrl !== undefined) findings.addAt(['caCrl'], 'not-supported', 'mode SIMPLE takes no revocation list');
  }
}

function needs(tls: ServerTls, key: keyof Certificate, mode: string, findings: Findings): void {
  if (tls[key] === undefined || tls[key] === '') findings.addAt([key], 'missing-field', `mode ${mode} needs \`${key}\``);
}

/** Where a gateway may have its certificates from; of two istiod takes none. */
function sourcesOf(tls: ServerTls): readonly string[] {
  const inFiles = isSet(tls.serverCertificate) && isSet(tls.privateKey) ? ['serverCertificate'] : [];
  return [...inFiles, ...(['credentialName', 'credentialNames', 'tlsCertificates'] as const).filter((key) => isSet(tls[key]))];
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
}

/** https://github.com/istio/istio/blob/master/pkg/config/validation/validation.go (`validateTLSOptions`) */
export function gatewayTls(tls: ServerTls, findings: Findings): void {
  const { mode = 'PASSTHROUGH' } = tls;
  if (mode === 'ISTIO_MUTUAL') {
    for (const key of ['serverCertificate', 'privateKey', 'caCertificates', 'credentialName', 'credentialNames', 'tlsCertificates'] as const) {
      if (isSet(tls[key])) findings.addAt([key], 'conflict', 'mode ISTIO_MUTUAL takes the certificates of the mesh', { repair: 'remove it' });
    }
    return;
  }
  const sources = sourcesOf(tls);
  if (sources.length > 1) findings.add('conflict', `only one of ${sources.map((key) => `\`${key}\``).join(' and ')} can be set`);
  if (mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH') return;
  const fetched = isSet(tls.credentialName) || isSet(tls.credentialNames);
  if (!fetched && mode !== 'SIMPLE') needs(tls, 'caCertificates', mode, findings);
  if (!fetched && !isSet(tls.tlsCertificates)) {
    needs(tls, 'serverCertificate', mode, findings);
    needs(tls, 'privateKey', mode, findings);
  }
  if (isSet(tls.caCrl) && (mode === 'SIMPLE' || isSet(tls.credentialName))) findings.addAt(['caCrl'], 'not-supported', 'is not read here', { repair: 'remove it' });
}
