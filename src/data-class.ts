import { invalid, text } from './private/arguments';

/**
 * A kind of data that a service holds or handles. Guardrails are about services by it; by itself it emits and denies nothing.
 */
export class DataClass {
  /** Cardholder data: the scope of PCI DSS. */
  public static readonly PCI = new DataClass('PCI');
  /** Protected health information: the scope of HIPAA. */
  public static readonly PHI = new DataClass('PHI');
  /** Data about natural persons: the scope of the GDPR. */
  public static readonly PERSONAL = new DataClass('PERSONAL');
  /** Money and accounts of others than the organisation's own. */
  public static readonly FINANCIAL = new DataClass('FINANCIAL');
  /** Keys, passwords and tokens. */
  public static readonly CREDENTIALS = new DataClass('CREDENTIALS');

  /**
   * A class of the organisation's own, `trade-secret`.
   *
   * @param name Letters, digits and `-`. Errors: `invalid-data-class`, also for another spelling of one of those above.
   */
  public static of(name: string): DataClass {
    const given = text('data class', name, 'invalid-data-class');
    if (!/^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$/.test(given)) {
      throw invalid('invalid-data-class', `data class \`${given}\` is not a name`, 'use letters, digits and `-`, like `trade-secret`');
    }
    const known = given.toUpperCase();
    if (known in DataClass) throw invalid('invalid-data-class', `data class \`${given}\` is there already`, `write \`DataClass.${known}\``);
    return new DataClass(given);
  }

  private constructor(
    /** `PCI`, `trade-secret`. */
    public readonly name: string,
  ) {}
}
