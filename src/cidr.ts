import type { ICaller } from './caller';
import { contains } from './model/cidr';
import type { CallerModel } from './model/model';
import { cidrText } from './private/addresses';
import { invalid, optionalList } from './private/arguments';
import { narrowing } from './private/narrowing';
import { sortedUnique } from './private/sorting';

/** Options of a `Cidr`: addresses to exclude from the block. */
export interface CidrOptions {
  /**
   * CIDR blocks inside the block that are excluded.
   *
   * @default - none
   */
  readonly except?: string[];
}

/**
 * Callers identified only by their IP address, mostly outside the cluster.
 *
 * They have no mesh identity, so where a mesh enforces mTLS the port must be declared with `PortMtls.permissive` or `PortMtls.disable`.
 * Behind a load balancer or a gateway the visible address is the balancer's or the gateway's. Whether a block also matches pods differs
 * between network plugins.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors
 */
export class Cidr implements ICaller {
  /**
   * The addresses of one CIDR block.
   *
   * @param cidr Block with prefix length and without host bits, `10.0.0.0/8` or `fd00::/8`. Errors: `invalid-cidr`.
   * @param options Addresses to exclude. Errors: `invalid-cidr`, `empty-list`.
   */
  public static of(cidr: string, options: CidrOptions = {}): Cidr {
    const block = cidrText('CIDR', cidr);
    const except = optionalList('except', narrowing('options of Cidr.of', options, { except: true }).except, cidrText) ?? [];
    for (const part of except) {
      if (part === block) throw invalid('invalid-cidr', `\`except\` leaves nothing of \`${block}\``, 'leave out a smaller block');
      if (!contains(block, part)) throw invalid('invalid-cidr', `\`except\` has \`${part}\`, which is not inside \`${block}\``, 'leave it away or correct it');
    }
    return new Cidr(block, sortedUnique(except));
  }

  /** Name of the caller in reports, `10.0.0.0/8 except 10.1.0.0/16`. */
  public readonly callerName: string;

  private constructor(private readonly block: string, private readonly except: readonly string[]) {
    this.callerName = except.length === 0 ? block : `${block} except ${except.join(', ')}`;
  }

  /** @internal */
  public _toCaller(): CallerModel {
    return { kind: 'addresses', role: 'cidr', cidrs: [this.block], except: this.except };
  }
}
