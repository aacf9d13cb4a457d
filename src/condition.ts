import type { CidrOptions } from './cidr';
import { HeaderMatch } from './header-match';
import { contains } from './model/cidr';
import { addressBlocks } from './private/address-blocks';
import { cidrText } from './private/addresses';
import { instance, invalid, list, optionalList, show, struct } from './private/arguments';
import { claim, issuerName } from './private/jwt';
import type { ConditionDeclaration } from './resolve/declarations';

/**
 * What must hold beside who calls and what is called, in `AllowOptions.when`. What no enforcement point can see where the grant would be
 * enforced is refused, never left out.
 */
export class Condition {
  /**
   * The connection comes from one of these blocks of addresses, as the proxy of the callee sees its peer: a header such as
   * `X-Forwarded-For` says nothing here.
   *
   * It narrows a caller that is already identified, and only where that address is the caller's own. Refused at synth
   * (`source-address-not-seen`) for ingress gateways, whose address stands for all their clients; behind a waypoint, which sees no address of
   * a client; from ambient pods to sidecars; on UDP and SCTP, which pass no proxy; and where there is no proxy. A caller by address (`Cidr`)
   * is declared with the addresses that are meant instead.
   *
   * NetworkPolicy cannot ask for pods and addresses at once: that layer admits the caller's pods at any address, and the proxy alone decides
   * about the rest.
   *
   * Errors: `empty-list`, `invalid-cidr`.
   *
   * @param cidrs Blocks, `10.0.0.0/8` or `fd00::/8`; any of them.
   * @param options Blocks inside them that are left out.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source
   */
  public static sourceCidr(cidrs: string[], options: CidrOptions = {}): Condition {
    const blocks = list('cidrs', cidrs, cidrText);
    const except = optionalList('except', struct('options of Condition.sourceCidr', options).except, cidrText) ?? [];
    for (const part of except) {
      if (!blocks.some((block) => contains(block, part))) {
        throw invalid('invalid-cidr', `\`except\` has \`${part}\`, which is in none of ${blocks.map(show).join(', ')}`, 'leave it away or correct it');
      }
    }
    const addresses = addressBlocks({ cidrs: blocks, except });
    if (addresses.cidrs.length === 0) throw invalid('invalid-cidr', `\`except\` leaves nothing of ${blocks.map(show).join(', ')}`, 'leave out smaller blocks');
    return new Condition({ kind: 'source-cidr', ...addresses });
  }

  /**
   * The request has this header. The same as `headers` of `Access.http`, for whatever `access` says: each of its ports must carry HTTP
   * (`protocol-cannot-carry` at synth).
   *
   * A header is what the caller says of itself: it narrows a grant to a caller that is already identified, it proves nothing.
   *
   * @param match Name and values.
   */
  public static header(match: HeaderMatch): Condition {
    const given = instance('header', match, HeaderMatch, 'write `HeaderMatch.exact(name, value)`');
    return new Condition({ kind: 'header', header: given._model() });
  }

  /**
   * The request carries a token with this claim: a string, or a list of which one is enough. The callee has `requireJwt`
   * (`token-not-required` at synth), which says whose tokens count; paths that it excepts need the claim all the same.
   *
   * Proxies compare strings: a claim that is a number or a boolean is equal to nothing. `scope` and `permission` are taken as lists of words.
   *
   * Errors: `invalid-claim`, `empty-list`.
   *
   * @param name The claim, `groups`. A dot in it is a dot.
   * @param values At least one; without leading or trailing `*`. Any of them.
   * @see https://istio.io/latest/docs/reference/config/security/conditions/
   */
  public static jwtClaim(name: string, ...values: string[]): Condition {
    return new Condition({ kind: 'claim', claim: claim([name], values) });
  }

  /**
   * The same for a claim inside others.
   *
   * Errors: `invalid-claim`, `empty-list`.
   *
   * @param path From the outermost, `['realm_access', 'roles']`.
   * @param values At least one; without leading or trailing `*`. Any of them.
   */
  public static jwtNestedClaim(path: string[], ...values: string[]): Condition {
    return new Condition({ kind: 'claim', claim: claim(list('path', path, (_what, name) => name), values) });
  }

  /**
   * The request carries a token of one of these issuers, and not of another one that the callee takes tokens of (`unknown-issuer` at synth).
   *
   * Errors: `invalid-issuer`, `empty-list`.
   *
   * @param issuers The claim `iss`; any of them.
   */
  public static jwtIssuer(...issuers: string[]): Condition {
    return new Condition({ kind: 'issuer', issuers: list('issuers', issuers, (_what, issuer) => issuerName(issuer)) });
  }

  /**
   * Not possible: no enforcement point of a mesh compares the time of a request with anything, so that the condition would be left out and
   * the grant wider than declared. Always an error (`unenforceable-condition`).
   *
   * What ends on a day is `expires` of the grant; what holds at certain hours only is for the application to decide.
   *
   * @param window `09:00-17:00`, or however it would have been written.
   * @see https://istio.io/latest/docs/reference/config/security/conditions/
   */
  public static requestTime(window: string): Condition {
    throw invalid('unenforceable-condition', `the time of a request (${show(window)}) cannot be a condition: no proxy and no NetworkPolicy compares it with anything`,
      'give the grant `expires`, a day from which on it is not emitted, or let the application decide by the hour');
  }

  private constructor(
    /** @internal */
    public readonly _declaration: ConditionDeclaration,
  ) {}
}
