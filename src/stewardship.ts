import type { DataClass } from './data-class';

/** Who answers for something, and what data it holds. Emits nothing; stands in reports, in the contract and before guardrails. */
export interface Stewardship {
  /**
   * Who answers for it: a team, a cost centre. A service has its namespace's unless it says otherwise.
   *
   * @default - nobody in particular
   */
  readonly owner?: string;

  /**
   * What data it holds or handles. A service has its namespace's as well.
   *
   * @default - none in particular
   */
  readonly dataClasses?: DataClass[];
}

/** Of a namespace. */
export interface NamespaceStewardship extends Stewardship {
  /**
   * The environment that it belongs to, `prod`, where one cluster has several. See `Guardrails.noCallsBetweenEnvironments`.
   *
   * @default - the mesh's, if it has one
   */
  readonly environment?: string;
}
