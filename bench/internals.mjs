/** Rooms of the compiled library that no entry exports. */
import { createRequire } from 'node:module';

const rooms = createRequire(import.meta.url)('../lib/bundle/shared.js');

export const { buildWorld, callerOf, prepare } = rooms['eval/index']();
export const { readPaths } = rooms['manifest/index']();
export const { enforcedTable } = rooms['report/index']();
