/** Rooms of the compiled library that no entry exports. */
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
const rooms = { ...load('../lib/bundle/answers.js'), ...load('../lib/bundle/matrix.js') };

export const { buildWorld, callerOf, prepare } = rooms['eval/index']();
export const { readPaths } = rooms['manifest/index']();
export const { enforcedTable } = rooms['report/index']();
