/** `LONG=1`, as in .ci/run, takes all of what `npm test` takes a part of. */
export const LONG = process.env.LONG === '1';

/** How often a law is tried on generated input: by default every eighth time. A seed gives the same first ones. */
export const runs = (times: number): number => (LONG ? times : Math.ceil(times / 8));
