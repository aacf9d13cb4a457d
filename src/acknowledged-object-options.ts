import type { ExceptionOptions } from './exception-options';

/** Which object somebody stands by, and why. */
export interface AcknowledgedObjectOptions extends ExceptionOptions {
  /**
   * Namespace of the object, as it is in its manifest.
   *
   * @default - its manifest names none
   */
  readonly namespace?: string;
}
