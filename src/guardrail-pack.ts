import { DataClass } from './data-class';
import type { IGuardrail } from './guardrail';
import { type GuardrailOptions, Guardrails } from './guardrails';
import { guardrailId } from './private/guardrails/registered';
import { NO_EXTERNAL_HOST_WITHOUT_REASON } from './private/guardrails/rules/no-external-host-without-reason';
import { NO_PLAINTEXT } from './private/guardrails/rules/no-plaintext';
import { NO_UNDECODED_PATHS } from './private/guardrails/rules/no-undecoded-paths';
import { NO_WILDCARD_CALLERS } from './private/guardrails/rules/no-wildcard-callers';
import { OWNER_REQUIRED } from './private/guardrails/rules/owner-required';

/**
 * Guardrails that belong together: `mesh.addGuardrails(...GuardrailPack.pci())`. What a pack asks for grows with this library; take single
 * guardrails where that must not be.
 */
export class GuardrailPack {
  /** For any mesh: exceptions and calls of hosts outside the cluster have reasons, and calls stay in their environment. */
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
   * For services that hold data of these classes: callers in particular, reasons for hosts outside the cluster, nothing in plaintext, an
   * owner, and paths that mean what they say. Ids begin with the name: `pci/no-plaintext`.
   *
   * @param name What the ids begin with. Errors: `invalid-guardrail-id`.
   * @param dataClasses The classes. Errors: `empty-list`.
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
    ];
  }

  private constructor() {}
}
