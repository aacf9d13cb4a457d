import { lazy } from './lazy';

test.each<[string, string, string]>([
  ['a module is required where it is used', 'const x_1 = require("./x");\nf(x_1.a, ...x_1.b, new x_1.C());', '\nf((require("./x")).a, ...(require("./x")).b, new (require("./x")).C());'],
  ['a default export', 'const x_1 = __importDefault(require("./x"));\nf(() => x_1.default);', '\nf(() => (__importDefault(require("./x"))).default);'],
  ['what is exported again', 'var x_1 = require("./x");\nexports.x_1 = { x_1: 1, get: () => x_1.a };', '\nexports.x_1 = { x_1: 1, get: () => (require("./x")).a };'],
  ['`export *` stays', '__exportStar(require("./x"), exports);', '__exportStar(require("./x"), exports);'],
  ['a module that is required for itself stays', 'require("./x");', 'require("./x");'],
  ['a module of Node.js', 'const fs = __importDefault(require("node:fs"));\nf(() => fs.default);', '\nf(() => (__importDefault(require("node:fs"))).default);'],
  ['a package stays', 'const x_1 = require("x");\nx_1.a;', 'const x_1 = require("x");\nx_1.a;'],
  ['a module that is a value stays', 'const x_1 = require("./x");\nf(x_1, x_1.a);', 'const x_1 = require("./x");\nf(x_1, x_1.a);'],
  ['a module of whose name there is something else stays', 'const x_1 = require("./x");\nf((x_1) => x_1.a);', 'const x_1 = require("./x");\nf((x_1) => x_1.a);'],
])('%s', (_name, code, expected) => expect(lazy(code)).toBe(expected));
