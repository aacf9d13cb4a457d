/**
 * An HTTP request that an assertion is about.
 *
 * What is left out is what a plain client would send.
 */
export interface AccessRequest {
  /**
   * Method, upper case.
   *
   * @default 'GET'
   */
  readonly method?: string;

  /**
   * Path as it is sent, with its query if it has one; the mesh normalizes it as it would a real one.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * Host, with its port if it is sent.
   *
   * @default - the Service's name and namespace, `catalog.shop`
   */
  readonly host?: string;

  /**
   * Headers; names in any case. One that is sent several times is its values joined with `,`.
   *
   * @default - none
   */
  readonly headers?: Record<string, string>;
}
