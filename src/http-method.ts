import { invalid, text } from './private/arguments';

/**
 * A method of HTTP requests. Compared case-sensitively.
 *
 * Every gRPC call is a POST, and so is most of GraphQL: a method does not tell reading from writing there.
 */
export class HttpMethod {
  /** Read. */
  public static readonly GET = new HttpMethod('GET');
  /** Read the headers alone. */
  public static readonly HEAD = new HttpMethod('HEAD');
  /** Process the body; every gRPC call. */
  public static readonly POST = new HttpMethod('POST');
  /** Create or replace. */
  public static readonly PUT = new HttpMethod('PUT');
  /** Change in part. */
  public static readonly PATCH = new HttpMethod('PATCH');
  /** Remove. */
  public static readonly DELETE = new HttpMethod('DELETE');
  /** Ask what is possible; CORS preflight. */
  public static readonly OPTIONS = new HttpMethod('OPTIONS');
  /** Echo the request. */
  public static readonly TRACE = new HttpMethod('TRACE');
  /** Open a tunnel. */
  public static readonly CONNECT = new HttpMethod('CONNECT');

  /**
   * Any other method, such as `PURGE` or `PROPFIND`.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9110#name-methods
   * @param name Upper case. Errors: `invalid-method`.
   */
  public static of(name: string): HttpMethod {
    const given = text('method', name, 'invalid-method');
    if (given.includes('*')) throw invalid('invalid-method', `method \`${given}\` has a \`*\``, 'leave `methods` out for every method');
    if (given !== given.toUpperCase()) {
      throw invalid('invalid-method', `method \`${given}\` is not upper case, and methods are compared with case`, `write \`${given.toUpperCase()}\``);
    }
    if (!/^[A-Z0-9!#$%&'+.^_`|~-]+$/.test(given)) throw invalid('invalid-method', `method \`${given}\` is not an HTTP token`, 'write it like `PURGE`');
    return new HttpMethod(given);
  }

  private constructor(
    /** As it stands in a request line. */
    public readonly name: string,
  ) {}
}
