import type { ExceptionOptions } from './exception-options';

/** Options of `Mesh.acknowledgeObject`: the object's namespace, and why it is acknowledged. */
export interface AcknowledgedObjectOptions extends ExceptionOptions {
  /**
   * Namespace of the object, exactly as in its manifest.
   *
   * @default - the manifest names no namespace
   */
  readonly namespace?: string;
}
