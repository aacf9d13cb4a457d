import { gatewayTls, serverTls as rules, type Certificate, type ServerTls } from '../validate/server-tls';
import { boolean, list, customObject, oneOf, string, type Fields } from './kit';

const version = oneOf('TLS_AUTO', 'TLSV1_0', 'TLSV1_1', 'TLSV1_2', 'TLSV1_3');
const strings = list(string);

const certificate = customObject<Certificate>({ serverCertificate: string, privateKey: string, caCertificates: string }, { name: 'a certificate' });

const fields: Fields<ServerTls> = {
  mode: oneOf('PASSTHROUGH', 'SIMPLE', 'MUTUAL', 'AUTO_PASSTHROUGH', 'ISTIO_MUTUAL', 'OPTIONAL_MUTUAL'),
  httpsRedirect: boolean,
  serverCertificate: string,
  privateKey: string,
  caCertificates: string,
  caCrl: string,
  caCertCredentialName: string,
  credentialName: string,
  credentialNames: list(string, { least: 1, most: 2 }),
  tlsCertificates: list(certificate, { least: 1, most: 2 }),
  subjectAltNames: strings,
  verifyCertificateSpki: strings,
  verifyCertificateHash: strings,
  minProtocolVersion: version,
  maxProtocolVersion: version,
  cipherSuites: strings,
  insecureSkipVerify: boolean,
};

/** TLS settings of a Sidecar's ingress listener (https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings). */
export const serverTls = customObject<ServerTls>(fields, { name: 'TLS settings', rules });

/** Of a server of a gateway. */
export const gatewayServerTls = customObject<ServerTls>(fields, { name: 'TLS settings', rules: gatewayTls });
