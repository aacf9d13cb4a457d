import * as fc from 'fast-check';
import { Access, HttpPath, MeshAssertions, ServicePort } from '../../src';
import type { AccessRequest } from '../../src';
import { App } from 'cdk8s';
import { Shop } from '../golden/golden';
import { declare, isDeclared, METHODS, PATHS, programs } from './meshes';
import type { Program } from './meshes';
import { runs } from '../long';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const RUNS = { numRuns: runs(20, 3), seed };

/** Does every emitted layer together allow it? The assertions throw where the answer is the other one. */
function allows(assertions: MeshAssertions, from: string, to: string, request?: AccessRequest): boolean {
  try {
    assertions.allows(from, to, request);
    return true;
  } catch {
    assertions.denies(from, to, request); // undetermined is neither
    return false;
  }
}

/** Every question a program gives rise to, and what the emitted objects answer. */
function answers(program: Program): ReadonlyMap<string, boolean> {
  const assertions = MeshAssertions.fromApp(declare(program));
  const result = new Map<string, boolean>();
  program.services.forEach((callee, calleeIndex) => program.services.forEach((caller, callerIndex) => {
    const [from, to] = [`${caller.namespace}/${caller.name}`, `${callee.namespace}/${callee.name}:${callee.carries === 'http' ? 80 : 5432}`];
    if (callee.carries === 'tcp') result.set(JSON.stringify([calleeIndex, callerIndex, '', '']), allows(assertions, from, to));
    else for (const method of METHODS) for (const path of PATHS) {
      result.set(JSON.stringify([calleeIndex, callerIndex, method, path]), allows(assertions, from, to, { method, path, host: callee.name }));
    }
  }));
  return result;
}

describe(`what any program emits (SEED=${seed})`, () => {
  test('allows exactly what it declares, asked one request at a time', () => {
    fc.assert(fc.property(programs, (program) => {
      for (const [question, answer] of answers(program)) {
        const [callee, caller, method, path] = JSON.parse(question) as [number, number, string, string];
        expect([question, answer]).toEqual([question, isDeclared(program, callee, caller, method, path)]);
      }
    }), RUNS);
  });

  test('loses exactly the permissions of an edge that is removed', () => {
    fc.assert(fc.property(programs.filter((program) => program.edges.length > 0), (program) => {
      const { callee, caller } = program.edges[0];
      const [before, after] = [answers(program), answers({ ...program, edges: program.edges.slice(1) })];
      for (const [question, answer] of before) {
        const [to, from] = JSON.parse(question) as [number, number];
        expect([question, after.get(question)]).toEqual([question, to === callee && from === caller ? false : answer]);
      }
    }), RUNS);
  });
});

test('takes every character of an exact path literally', () => {
  // Those that a path may hold as they are (RFC 3986, `pchar`), `*` apart, which is an error.
  const meta = ['.', '+', '(', ')', '$', '-', '_', '~', '!', '\'', ',', ';', ':', '@', '&', '='];
  const paths = fc.array(fc.constantFrom(...meta, 'a', 'b'), { minLength: 1, maxLength: 6 }).map((chars) => `/a${chars.join('')}`);
  const other = fc.constantFrom('a', 'b', 'x', '.', '+');
  fc.assert(fc.property(paths, fc.nat(5), other, (path, position, character) => {
    const shop = new Shop(new App(), { prove: false });
    const frontend = shop.service('frontend');
    shop.service('catalog', { ports: [ServicePort.http(80)] }).allowFrom(frontend, { access: [Access.http({ paths: [HttpPath.exact(path)] })] });
    const assertions = MeshAssertions.fromChart(shop);
    const at = 1 + position % (path.length - 1); // never the leading slash
    const changed = path.slice(0, at) + character + path.slice(at + 1);
    const request = { method: 'GET', host: 'catalog' };
    expect(allows(assertions, 'shop/frontend', 'shop/catalog:80', { ...request, path })).toBe(true);
    expect(allows(assertions, 'shop/frontend', 'shop/catalog:80', { ...request, path: changed })).toBe(changed === path);
    expect(allows(assertions, 'shop/frontend', 'shop/catalog:80', { ...request, path: `${path}/` })).toBe(false);
    expect(allows(assertions, 'shop/frontend', 'shop/catalog:80', { ...request, path: `/x${path}` })).toBe(false);
  }), RUNS);
});
