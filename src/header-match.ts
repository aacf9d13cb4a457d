import type { HeaderModel, HeaderValueModel } from './model/model';
import { invalid, list, text } from './private/arguments';
import { byKey } from './private/sorting';

/** https://www.rfc-editor.org/rfc/rfc9110#name-tokens */
const TOKEN = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

const OF_THE_PROXY = ['x-envoy-internal', 'x-forwarded-client-cert', 'x-forwarded-proto', 'x-request-id'];

/**
 * A condition on one HTTP request header. Header names are compared case-insensitively, values case-sensitively.
 *
 * A header is set by the caller: it restricts a grant to a caller that is already identified, and proves nothing. If a header is sent several
 * times, one matching value is enough.
 *
 * @see https://istio.io/latest/docs/reference/config/security/conditions/
 */
export class HeaderMatch {
  /**
   * Matches if the header has one of these values.
   *
   * @param name Header name. Errors: `invalid-header`.
   * @param values At least one; without leading or trailing `*`.
   */
  public static exact(name: string, ...values: string[]): HeaderMatch {
    return new HeaderMatch(headerName(name), list('values', values, headerValue).map((value) => ({ kind: 'exact', value })));
  }

  /**
   * Matches if the header's value starts with one of these.
   *
   * @param name Header name. Errors: `invalid-header`.
   * @param values At least one; without `*`.
   */
  public static prefix(name: string, ...values: string[]): HeaderMatch {
    return new HeaderMatch(headerName(name), list('values', values, headerValue).map((value) => ({ kind: 'prefix', value })));
  }

  /**
   * Matches if the header's value ends with one of these.
   *
   * @param name Header name. Errors: `invalid-header`.
   * @param values At least one; without `*`.
   */
  public static suffix(name: string, ...values: string[]): HeaderMatch {
    return new HeaderMatch(headerName(name), list('values', values, headerValue).map((value) => ({ kind: 'suffix', value })));
  }

  /**
   * Matches if the header is present, even with an empty value.
   *
   * @param name Header name. Errors: `invalid-header`.
   */
  public static present(name: string): HeaderMatch {
    return new HeaderMatch(headerName(name), [{ kind: 'present' }]);
  }

  private constructor(
    /** Header name in lower case. */
    public readonly name: string,
    private readonly values: readonly HeaderValueModel[],
  ) {}

  /**
   * The same for the same values, whatever their order.
   *
   * @internal
   */
  public _model(): HeaderModel {
    return { name: this.name, values: byKey(this.values, (v) => JSON.stringify(v)) };
  }
}

function headerName(value: unknown): string {
  const given = text('header name', value, 'invalid-header');
  if (given.startsWith(':')) {
    throw invalid('invalid-header', `header name \`${given}\` is a pseudo-header`, 'use `methods`, `paths` or `hosts`');
  }
  if (!TOKEN.test(given)) throw invalid('invalid-header', `header name \`${given}\` is not an HTTP token`, 'write it like `x-tenant`');
  if (given.toLowerCase() === 'host') throw invalid('invalid-header', 'header name `host` is not a header in HTTP/2', 'use `hosts`');
  const name = given.toLowerCase();
  if (OF_THE_PROXY.includes(name)) {
    throw invalid('invalid-header', `header \`${name}\` is set by the proxy before it is compared, whatever the caller sends`, 'use a header of your own');
  }
  return name;
}

function headerValue(what: string, value: unknown): string {
  const given = text(what, value, 'invalid-header');
  if (given.startsWith('*') || given.endsWith('*')) {
    throw invalid('invalid-header', `${what} \`${given}\` has a \`*\` at one end, which would be taken as a pattern`, 'use `HeaderMatch.prefix`, `HeaderMatch.suffix` or `HeaderMatch.present`');
  }
  if (!/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(given)) {
    throw invalid('invalid-header', `${what} ${JSON.stringify(given)} cannot stand in a header`, 'use printable ASCII without spaces at the ends');
  }
  return given;
}
