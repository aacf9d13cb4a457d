import { Chart } from 'cdk8s';
import {
  Access, Cidr, DataClass, ExternalHost, GuardrailPack, Guardrails, GuardrailSeverity, HttpPath, Mesh, MeshNamespace, MeshService, PathNormalization,
  PortMtls, ServicePort,
} from '../../../src';
import { CLUSTER, golden } from '../golden';

/** The pack for health records, one for a class of the organisation's own, and rules of no pack: what they found is repaired, except in the twin. */
export const { build, twin } = golden((app, wrong) => {
  const donors = DataClass.of('donors');
  const mesh = new Mesh(app, 'mesh', {
    cluster: CLUSTER,
    asOf: '2026-11-30',
    pathNormalization: PathNormalization.DECODE_AND_MERGE_SLASHES,
    guardrails: [
      ...GuardrailPack.phi(),
      ...GuardrailPack.forData('donors', donors),
      Guardrails.noExceptionWithoutExpiry({ severity: GuardrailSeverity.ERROR }),
      Guardrails.noExceptionWithoutReason(),
    ],
  });
  const ward = new Chart(app, 'ward', { namespace: 'ward' });
  new MeshNamespace(ward, 'namespace', { mesh, dataClasses: [DataClass.PHI, DataClass.PERSONAL], ...(wrong ? {} : { owner: 'ward team' }) });
  const http = ServicePort.http(80, { targetPort: 8080 });
  const portal = new MeshService(ward, 'portal', { ports: [http], deployedElsewhere: true });
  const records = new MeshService(ward, 'records', {
    ports: [http, ...(wrong ? [ServicePort.tcp(2575, { mtls: PortMtls.permissive({ reason: 'devices speak HL7' }) })] : [])],
    dataClasses: [donors],
    deployedElsewhere: true,
  });
  records.allowFrom(portal, { access: [Access.http({ ports: [80], paths: [HttpPath.under('/patients')] })] });
  if (wrong) records.allowFrom(Cidr.of('10.128.0.0/20'), { access: [Access.tcp(2575)], reason: 'devices' });
  records.calls(ExternalHost.https('registry.example', { addresses: ['203.0.113.9'] }), wrong ? {} : { reason: 'reports infections', expires: '2027-06-30' });
});
