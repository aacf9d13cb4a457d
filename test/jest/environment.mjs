import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/** Once for all test files of a worker: V8 keeps what it has compiled of a script, but not of a module that jest loads. */
const scripts = new Map();

function scriptOf(filename) {
  const script = scripts.get(filename) ?? new Script(`(function (module, require) {${readFileSync(filename, 'utf8')}\n})`, { filename });
  scripts.set(filename, script);
  return script;
}

/** Has the modules of src, as sources.mjs made them and transform.mjs asks for them. */
export default class extends TestEnvironment {
  async setup() {
    await super.setup();
    let modules;
    this.global.modulesOfSrc = (require) => {
      if (modules === undefined) {
        const module = { exports: {} };
        scriptOf(process.env.JEST_SOURCES).runInContext(this.getVmContext())(module, require);
        modules = module.exports;
      }
      return modules;
    };
  }
}
