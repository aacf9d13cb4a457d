import { DataClass } from './data-class';
import type { IGuardrail } from './guardrail';
import { type GuardrailOptions, Guardrails } from './guardrails';
import { guardrailId } from './private/guardrails/registered';
import { NO_ACKNOWLEDGED_OBJECTS } from './private/guardrails/rules/no-acknowledged-objects';
import { NO_EXTERNAL_HOST_WITHOUT_REASON } from './private/guardrails/rules/no-external-host-without-reason';
import { NO_PLAINTEXT } from './private/guardrails/rules/no-plaintext';
import { NO_UNDECODED_PATHS } from './private/guardrails/rules/no-undecoded-paths';
import { NO_WILDCARD_CALLERS } from './private/guardrails/rules/no-wildcard-callers';
import { OWNER_REQUIRED } from './private/guardrails/rules/owner-required';

/**
 * A set of guardrails that belong together: `mesh.addGuardrails(...GuardrailPack.pci())`. Later versions of this library may add guardrails
 * to a pack; use individual guardrails where that is not acceptable.
 */
export class GuardrailPack {
  /** Guardrails for any mesh: exceptions and calls to hosts outside the cluster have reasons, and calls stay within their environment. */
  public static baseline(): IGuardrail[] {
    return [Guardrails.noExceptionWithoutReason(), Guardrails.noExternalHostWithoutReason(), Guardrails.noCallsBetweenEnvironments()];
  }

  /** `forData('pci', DataClass.PCI)`. No pack makes a system compliant with PCI DSS. */
  public static pci(): IGuardrail[] {
    return GuardrailPack.forData('pci', DataClass.PCI);
  }

  /** `forData('phi', DataClass.PHI)`. No pack makes a system compliant with HIPAA. */
  public static phi(): IGuardrail[] {
    return GuardrailPack.forData('phi', DataClass.PHI);
  }

  /**
   * Guardrails for services that hold data of the given classes: specific callers, reasons for hosts outside the cluster, no plaintext, an
   * owner, no path grants that an encoded slash could evade unless that is acknowledged, and no acknowledged policy of others. The ids start
   * with the name: `pci/no-plaintext`.
   *
   * @param name Prefix of the ids. Errors: `invalid-guardrail-id`.
   * @param dataClasses The data classes. Errors: `empty-list`.
   */
  public static forData(name: string, ...dataClasses: DataClass[]): IGuardrail[] {
    const prefix = guardrailId('name of the pack', name);
    const options = ({ id }: { readonly id: string }): GuardrailOptions => ({ id: `${prefix}/${id}`, dataClasses });
    return [
      Guardrails.noWildcardCallers(options(NO_WILDCARD_CALLERS)),
      Guardrails.noExternalHostWithoutReason(options(NO_EXTERNAL_HOST_WITHOUT_REASON)),
      Guardrails.noPlaintext(options(NO_PLAINTEXT)),
      Guardrails.ownerRequired(options(OWNER_REQUIRED)),
      Guardrails.noUndecodedPaths(options(NO_UNDECODED_PATHS)),
      Guardrails.noAcknowledgedObjects(options(NO_ACKNOWLEDGED_OBJECTS)),
    ];
  }

  private constructor() {}
}
