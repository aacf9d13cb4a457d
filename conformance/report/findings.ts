/** A line of docs/conformance.md. Figures are the same in every run of the same sources. */
export interface Finding {
  readonly section: 'Admitted' | 'Enforced' | 'Ztunnel' | 'Waypoint' | 'Cheap' | 'Helm' | 'Exit tests';
  readonly checked: string;
  readonly count: string;
  readonly result: string;
}

export interface Findings {
  add(section: Finding['section'], checked: string, count: string, result: string): void;
}
