/** Who answers for something, and what data it holds. Enforces nothing. */
export interface StewardshipModel {
  /** Left out: nobody in particular. */
  readonly owner?: string;
  /** Names of data classes, sorted; left out: none in particular. */
  readonly dataClasses?: readonly string[];
}
