import type { DataClass } from './data-class';

/** Responsible owner and data classes. Emits nothing; shown in reports and in the contract, and visible to guardrails. */
export interface Stewardship {
  /**
   * Responsible team, person or cost centre. A service inherits its namespace's unless it sets its own.
   *
   * @default - nobody in particular
   */
  readonly owner?: string;

  /**
   * Classes of data that it holds or handles. A service has its namespace's in addition.
   *
   * @default - none in particular
   */
  readonly dataClasses?: DataClass[];
}

/** Responsible owner, data classes and environment of a namespace. */
export interface NamespaceStewardship extends Stewardship {
  /**
   * Environment of the namespace, `prod`, if one cluster has several. See `Guardrails.noCallsBetweenEnvironments`.
   *
   * @default - the mesh's, if it has one
   */
  readonly environment?: string;
}
