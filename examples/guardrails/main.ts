import { App, Chart } from 'cdk8s';
import {
  Access, Assumption, Cidr, DataClass, ExternalHost, GuardrailPack, Guardrails, HttpPath, Mesh, MeshNamespace, MeshService, PortMtls, ServicePort,
} from 'cdk8s-mesh-access';

const app = new App();
const mesh = new Mesh(app, 'mesh', { asOf: '2026-11-30', guardrails: [...GuardrailPack.baseline(), ...GuardrailPack.pci()] });

const shop = new Chart(app, 'shop', { namespace: 'shop' });
new MeshNamespace(shop, 'namespace', { mesh, environment: 'prod', owner: 'team shop' });
const checkout = new MeshService(shop, 'checkout', { deployedElsewhere: true });

const payments = new Chart(app, 'payments', { namespace: 'payments' });
new MeshNamespace(payments, 'namespace', { mesh, environment: 'prod', owner: 'team payments', dataClasses: [DataClass.PCI] });
const ledger = new MeshService(payments, 'ledger', {
  ports: [
    ServicePort.http(80, { targetPort: 8080 }),
    ServicePort.tcp(9000, { mtls: PortMtls.permissive({ reason: 'card terminals have no sidecar', expires: '2027-03-31', owner: 'branch IT' }) }),
  ],
  deployedElsewhere: true,
});
ledger.allowFrom(checkout, { access: [Access.http({ paths: [HttpPath.under('/charges')] })] });
ledger.allowFrom(Cidr.of('192.168.7.0/24'), { access: [Access.tcp(9000)], reason: 'card terminals' });
ledger.calls(ExternalHost.https('api.bank.example', { addresses: ['203.0.113.7'] }), { reason: 'settlement' });

ledger.acknowledge(Assumption.BACKENDS_DO_NOT_DECODE_SLASHES, { reason: 'its router compares raw paths, tested', owner: 'team payments' });
Guardrails.suppress(ledger, 'pci/no-plaintext', { reason: 'terminals are replaced by March', expires: '2027-03-31', owner: 'branch IT' });

app.synth();
console.log(mesh.report().toText());
