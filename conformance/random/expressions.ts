/** Of RE2, around something that requests have. */
export const AROUND: readonly ((value: string) => string)[] = [
  (v) => `${v}.*`, (v) => `.*${v}`, (v) => `^${v}$`, (v) => `${v}(/[a-z0-9]+)*/?`, (v) => `(?i)${v}`, (v) => `(${v}|blue|/a/.*)`, (v) => `${v}\\b.*`,
  (v) => `[^?]{1,${v.length}}`, (v) => `${v}?x*`,
];
