/** Another seed on every run; a failure is repeated with SEED=… npx jest test/property. */
export const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
