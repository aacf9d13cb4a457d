import type { CidrOptions } from './cidr';
import { HeaderMatch } from './header-match';
import { contains } from './model/cidr';
import { addressBlocks } from './private/address-blocks';
import { cidrText } from './private/addresses';
import { instance, invalid, list, optionalList, show } from './private/arguments';
import { claim, issuerName } from './private/jwt';
import { narrowing } from './private/narrowing';
import type { ConditionDeclaration } from './resolve/declarations';

/**
 * An additional condition of a grant, in `AllowOptions.when`. A condition that no enforcement point can check where the grant is enforced is
 * refused, never ignored.
 */
export class Condition {
  /**
   * Requires that the connection comes from one of the given CIDR blocks, as the callee's proxy sees its peer. Headers such as
   * `X-Forwarded-For` are not considered.
   *
   * The condition restricts a caller that is already identified, and works only where the address is the caller's own. It is refused at synth
   * (`source-address-not-seen`) for ingress gateways, whose address stands for all their clients; behind a waypoint, which sees no client
   * address; from ambient pods to sidecars; on UDP and SCTP, which pass no proxy; and where there is no proxy. For a caller identified by
   * address (`Cidr`), declare the intended addresses there instead.
   *
   * NetworkPolicy cannot combine pods and addresses in one rule: it admits the caller's pods at any address, and only the proxy checks the
   * address.
   *
   * Errors: `empty-list`, `invalid-cidr`.
   *
   * @param cidrs CIDR blocks, `10.0.0.0/8` or `fd00::/8`, of which one must match.
   * @param options Addresses to exclude from the blocks.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source
   */
  public static sourceCidr(cidrs: string[], options: CidrOptions = {}): Condition {
    const blocks = list('cidrs', cidrs, cidrText);
    const except = optionalList('except', narrowing('options of Condition.sourceCidr', options, { except: true }).except, cidrText) ?? [];
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
   * Requires a header on the request. Same as `headers` of `Access.http`, but applies to everything in `access`, each port of which must
   * carry HTTP (`protocol-cannot-carry` at synth).
   *
   * A header is set by the caller: it restricts a grant to a caller that is already identified, and proves nothing.
   *
   * @param match Name and values of the header.
   */
  public static header(match: HeaderMatch): Condition {
    const given = instance('header', match, HeaderMatch, 'write `HeaderMatch.exact(name, value)`');
    return new Condition({ kind: 'header', header: given._model() });
  }

  /**
   * Requires a token with a given claim on the request. The claim is a string, or a list in which one matching entry is enough. The callee
   * must have `requireJwt` (`token-not-required` at synth), which names the accepted issuers. Paths that it excepts still need the claim.
   *
   * Proxies compare strings: a claim that is a number or a boolean matches nothing. `scope` and `permission` are treated as lists of words.
   *
   * Errors: `invalid-claim`, `empty-list`.
   *
   * @param name Name of the claim, `groups`. A dot is part of the name.
   * @param values Accepted values, at least one; without leading or trailing `*`.
   * @see https://istio.io/latest/docs/reference/config/security/conditions/
   */
  public static jwtClaim(name: string, ...values: string[]): Condition {
    return new Condition({ kind: 'claim', claim: claim([name], values) });
  }

  /**
   * Requires a token with a given nested claim on the request. Otherwise the same as `jwtClaim`.
   *
   * Errors: `invalid-claim`, `empty-list`.
   *
   * @param path Path of the claim from the outermost name, `['realm_access', 'roles']`.
   * @param values Accepted values, at least one; without leading or trailing `*`.
   */
  public static jwtNestedClaim(path: string[], ...values: string[]): Condition {
    return new Condition({ kind: 'claim', claim: claim(list('path', path, (_what, name) => name), values) });
  }

  /**
   * Requires a token of one of the given issuers, not of another issuer that the callee accepts. The callee must accept tokens of each
   * given issuer (`unknown-issuer` at synth).
   *
   * Errors: `invalid-issuer`, `empty-list`.
   *
   * @param issuers Values of the claim `iss`, of which one must match.
   */
  public static jwtIssuer(...issuers: string[]): Condition {
    return new Condition({ kind: 'issuer', issuers: list('issuers', issuers, (_what, issuer) => issuerName(issuer)) });
  }

  /**
   * Not supported: always an error (`unenforceable-condition`). No enforcement point of a mesh evaluates the time of a request, so the
   * condition would be ignored and the grant wider than declared.
   *
   * To end a grant on a given day use its `expires`; restrictions to certain hours are up to the application.
   *
   * @param window Time window, `09:00-17:00` or in any other form.
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
