/** Every check of a run and what became of it. A failure is printed when it happens, in full. */
export class Ledger {
  private passed = 0;
  private failed = 0;

  constructor(private readonly print: (line: string) => void) {}

  /** `details` empty: it passed. */
  record(check: string, details: readonly string[]): void {
    if (details.length === 0) {
      this.passed++;
      this.print(`ok      ${check}`);
      return;
    }
    this.failed++;
    this.print(`FAILED  ${check}`);
    for (const detail of details) this.note(detail);
  }

  /** What is worth knowing, and no failure. */
  note(text: string): void {
    this.print(text.split('\n').map((line) => `        ${line}`).join('\n'));
  }

  /** A check that could not even be made has failed. */
  async attempt(check: string, make: () => Promise<readonly string[]>): Promise<void> {
    try {
      this.record(check, await make());
    } catch (error) {
      this.record(check, [reason(error)]);
    }
  }

  /** For what makes checks of its own: only its own failure counts. */
  async guard(section: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.record(section, [reason(error)]);
    }
  }

  get counts(): Counts {
    return { passed: this.passed, failed: this.failed };
  }
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.stack ?? error.message : String(error);
}
