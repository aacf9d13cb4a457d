import { accessTableOf, type Evidence } from '../testing/evidence';

/** The part of jest's `expect` that is needed here; jest itself is the user's and no dependency of ours. */
interface Expect {
  (value: unknown): { toMatchSnapshot(hint?: string): void };
  extend(matchers: object): void;
  /** Not in every runner that speaks jest's `expect`. */
  addSnapshotSerializer?(serializer: object): void;
}

class AccessTableText {
  constructor(readonly text: string) {}
}

/** Without the quotes and escapes that a string gets: it is read by people. */
export const accessTableSerializer = {
  test: (value: unknown): boolean => value instanceof AccessTableText,
  serialize: (value: AccessTableText): string => value.text.trimEnd(),
};

export function globalExpect(): Expect | undefined {
  return (globalThis as { expect?: Expect }).expect;
}

/** By jest's own snapshot matcher, so that `--ci`, `--updateSnapshot` and obsolete snapshots work as everywhere. */
export function matchSnapshot(evidence: Evidence, hint: string | undefined): { readonly pass: boolean; message(): string } {
  const expect = globalExpect();
  if (expect === undefined) throw new Error('toMatchAccessSnapshot needs `expect` as a global; leave `injectGlobals` on');
  const table = new AccessTableText(accessTableOf(evidence));
  try {
    if (hint === undefined) expect(table).toMatchSnapshot();
    else expect(table).toMatchSnapshot(hint);
    return { pass: true, message: () => 'the access table is the one of the snapshot' };
  } catch (error) {
    return { pass: false, message: () => (error instanceof Error ? error.message : String(error)) };
  }
}
