import { Chart } from 'cdk8s';
import {
  Access, Anyone, DataClass, ExternalHost, GuardrailPack, Guardrails, HttpMethod, HttpPath, Mesh, MeshNamespace, MeshService, PortMtls, ServicePort,
} from '../../../src';
import type { AccessGraph, GuardrailFinding, IGuardrail } from '../../../src';
import { CLUSTER, golden } from '../golden';

/** An organisation's own: payments are reached by way of the checkout. */
class PaymentsByCheckout implements IGuardrail {
  public readonly id = 'payments-by-checkout';
  public readonly description = 'only the checkout calls payments';

  public check({ edges }: AccessGraph): GuardrailFinding[] {
    return edges.filter(({ callee, caller }) => callee.startsWith('payments/') && caller.service !== 'shop/checkout').map(({ callee, caller, construct }) => ({
      construct, what: `\`${caller.name}\` may call \`${callee}\``, repair: 'let the checkout call it',
    }));
  }
}

export const { build, twin } = golden((app, wrong) => {
  const mesh = new Mesh(app, 'mesh', { cluster: CLUSTER, asOf: '2026-11-30', guardrails: [...GuardrailPack.baseline(), ...GuardrailPack.pci()] });
  mesh.addGuardrails(new PaymentsByCheckout());
  const [shop, payments] = ['shop', 'payments'].map((namespace) => new Chart(app, namespace, { namespace }));
  new MeshNamespace(shop, 'namespace', { mesh, environment: wrong ? 'dev' : 'prod' });
  new MeshNamespace(payments, 'namespace', { mesh, environment: 'prod', dataClasses: [DataClass.PCI], owner: wrong ? undefined : 'team payments' });

  const checkout = new MeshService(shop, 'checkout', { deployedElsewhere: true });
  const ledger = new MeshService(payments, 'ledger', {
    ports: [ServicePort.http(80, { targetPort: 8080 }), ServicePort.tcp(9000, { mtls: PortMtls.permissive({ reason: 'card terminals', owner: 'team payments' }) })],
    dataClasses: [DataClass.FINANCIAL],
    deployedElsewhere: true,
  });
  ledger.allowFrom(checkout, { access: [Access.http({ methods: [HttpMethod.POST], paths: [wrong ? HttpPath.under('/charges') : HttpPath.exact('/charges')] })] });
  ledger.calls(ExternalHost.https('api.bank.example', { addresses: ['203.0.113.7'] }), wrong ? {} : { reason: 'settlement' });
  if (wrong) ledger.allowFrom(Anyone.because('terminals of all branches'), { access: [Access.tcp(9000)] });
  else Guardrails.suppress(ledger, 'pci/no-plaintext', { reason: 'terminals are replaced by March', expires: '2027-03-31', owner: 'team payments' });
});
