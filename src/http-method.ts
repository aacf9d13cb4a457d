import { invalid, text } from './private/arguments';

/**
 * An HTTP request method. Methods are compared case-sensitively.
 *
 * Every gRPC call is a POST, and so are most GraphQL requests: there the method does not distinguish reads from writes.
 */
export class HttpMethod {
  /** Reads a resource. */
  public static readonly GET = new HttpMethod('GET');
  /** Reads only the headers of a resource. */
  public static readonly HEAD = new HttpMethod('HEAD');
  /** Processes the request body. Every gRPC call is a POST. */
  public static readonly POST = new HttpMethod('POST');
  /** Creates or replaces a resource. */
  public static readonly PUT = new HttpMethod('PUT');
  /** Changes part of a resource. */
  public static readonly PATCH = new HttpMethod('PATCH');
  /** Removes a resource. */
  public static readonly DELETE = new HttpMethod('DELETE');
  /** Asks for the supported communication options; used for CORS preflight requests. */
  public static readonly OPTIONS = new HttpMethod('OPTIONS');
  /** Echoes the request. */
  public static readonly TRACE = new HttpMethod('TRACE');
  /** Opens a tunnel. */
  public static readonly CONNECT = new HttpMethod('CONNECT');

  /**
   * Returns any other method, such as `PURGE` or `PROPFIND`.
   *
   * @see https://www.rfc-editor.org/rfc/rfc9110#name-methods
   * @param name Method name in upper case. Errors: `invalid-method`.
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
    /** Method name as it appears in the request line. */
    public readonly name: string,
  ) {}
}
