import { invalid, text } from './private/arguments';

/** A kind of data that a service holds or handles. Guardrails use it to select services; by itself it emits and denies nothing. */
export class DataClass {
  /** Cardholder data, in scope of PCI DSS. */
  public static readonly PCI = new DataClass('PCI');
  /** Protected health information, in scope of HIPAA. */
  public static readonly PHI = new DataClass('PHI');
  /** Data about natural persons, in scope of the GDPR. */
  public static readonly PERSONAL = new DataClass('PERSONAL');
  /** Money and accounts of parties other than the organisation itself. */
  public static readonly FINANCIAL = new DataClass('FINANCIAL');
  /** Keys, passwords and tokens. */
  public static readonly CREDENTIALS = new DataClass('CREDENTIALS');

  /**
   * A data class defined by the organisation, `trade-secret`.
   *
   * @param name Name with letters, digits and `-`. Errors: `invalid-data-class`, also for a different spelling of a predefined class.
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
    /** Name of the class: `PCI`, `trade-secret`. */
    public readonly name: string,
  ) {}
}
