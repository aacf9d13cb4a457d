import type { ICaller } from './caller';
import type { CallerModel } from './model/model';
import { reasonText } from './private/arguments';

/**
 * Everyone who can reach the port, declared on purpose and listed in every report.
 *
 * On a STRICT port that is every identity of the mesh; on a port declared with `PortMtls.permissive` or `PortMtls.disable` it is
 * plaintext too, the internet included where something leads there.
 */
export class Anyone implements ICaller {
  /**
   * Everyone.
   *
   * @param reason Why nobody in particular is named; stands in every report. Errors: `missing-reason`.
   */
  public static because(reason: string): Anyone {
    return new Anyone(reasonText('Anyone', reason));
  }

  /** `anyone`. */
  public readonly callerName = 'anyone';

  private constructor(
    /** Why nobody in particular is named. */
    public readonly reason: string,
  ) {}

  /** @internal */
  public _toCaller(): CallerModel {
    return { kind: 'anyone', reason: this.reason };
  }
}
