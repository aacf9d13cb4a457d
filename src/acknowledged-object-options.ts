import type { ExceptionOptions } from './exception-options';

/** Options of `Mesh.acknowledgeObject`: the object's namespace, and why it is acknowledged. */
export interface AcknowledgedObjectOptions extends ExceptionOptions {
  /**
   * API group and version of the object, as in its manifest: `projectcalico.org/v3`. The version is not compared.
   *
   * @default - the group of Kubernetes or Istio if that has a kind of this name that the proof evaluates, otherwise any
   */
  readonly apiVersion?: string;

  /**
   * Namespace of the object, exactly as in its manifest.
   *
   * @default - the manifest names no namespace
   */
  readonly namespace?: string;
}
