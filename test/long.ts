/** `LONG=1`, as in .ci/run, takes all of what `npm test` takes a part of. */
export const LONG = process.env.LONG === '1';

/** How often a law is tried on generated input: by default every eighth time, or every so many. A seed gives the same first ones. */
export const runs = (times: number, of = 8): number => (LONG ? times : Math.ceil(times / of));

/** Of a list of cases that guard the same thing, by default one in so many. */
export const part = <T>(cases: readonly T[], every: number): readonly T[] => (LONG ? cases : cases.filter((_, i) => i % every === 0));
