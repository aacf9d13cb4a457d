import type { ICaller } from './caller';
import type { CallerModel } from './model/model';
import { reasonText } from './private/arguments';

/**
 * Every caller that can reach the port. This is a deliberate exception that every report lists.
 *
 * On a STRICT port these are all identities of the mesh. On a port declared with `PortMtls.permissive` or `PortMtls.disable` plaintext
 * callers are included too, even from the internet if a route leads there.
 */
export class Anyone implements ICaller {
  /**
   * Every caller, with the reason for admitting everybody.
   *
   * @param reason Why no specific caller is named; shown in every report. Errors: `missing-reason`.
   */
  public static because(reason: string): Anyone {
    return new Anyone(reasonText('Anyone', reason));
  }

  /** Name of the caller in reports, `anyone`. */
  public readonly callerName = 'anyone';

  private constructor(
    /** Why no specific caller is named. */
    public readonly reason: string,
  ) {}

  /** @internal */
  public _toCaller(): CallerModel {
    return { kind: 'anyone', reason: this.reason };
  }
}
