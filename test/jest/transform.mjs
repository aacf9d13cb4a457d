/** TypeScript without its types, which `npm test` checks by itself; a module of src is taken from the file that sources.mjs has made of all. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { transformSync, version } from 'esbuild';

const OWN = readFileSync(new URL(import.meta.url));

export default {
  getCacheKey: (code, path, { config: { rootDir } }) => {
    const parts = [OWN, version, rootDir, path, process.env.JEST_SOURCES === undefined ? 'module' : 'bundle', code];
    return parts.reduce((hash, part) => hash.update(part).update('\0'), createHash('sha256')).digest('hex');
  },
  process(code, path, { config: { rootDir } }) {
    const name = relative(join(rootDir, 'src'), path).split(sep).join('/');
    if (!name.startsWith('../') && process.env.JEST_SOURCES !== undefined) {
      return { code: `module.exports = modulesOfSrc(require)[${JSON.stringify(name)}]();` };
    }
    return transformSync(code, { loader: 'ts', format: 'cjs', platform: 'node', target: 'node20', sourcemap: 'external', sourcefile: path });
  },
};
