import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkModel } from '../../src/check';
import { RULES } from '../../src/check/rules';
import { formatProblem } from '../../src/model/problem';
import { indexOf, model, port, service } from '../platforms/fixtures';

const DIRECTORY = join(__dirname, '../../src/check/rules');
const FILES = readdirSync(DIRECTORY).filter((file) => file !== 'index.ts').sort();
const source = (file: string): string => readFileSync(join(DIRECTORY, file), 'utf8');

test('every rule file has one rule, and every rule runs', () => {
  for (const file of FILES) expect([file, source(file).match(/^export const \w+: CheckRule/gm)?.length]).toEqual([file, 1]);
  expect(new Set(RULES).size).toBe(FILES.length);
});

test('every code in a rule is one that the table of texts has', () => {
  const written = new Set(FILES.flatMap((file) => [...source(file).matchAll(/code: '([a-z-]+)'/g)].map(([, code]) => code)));
  const table = readFileSync(join(__dirname, 'rules.test.ts'), 'utf8');
  const tested = new Set([...table.matchAll(/^ {4}code: '([a-z-]+)'/gm)].map(([, code]) => code));
  expect([...written].sort()).toEqual([...tested].sort());
});

test('all problems are reported at once, sorted and each once', () => {
  const services = [service('web/b', [port('http', 15090)], { serviceAccount: 'default' }), service('shop/a', [port('http', 15090)], { serviceAccount: 'default' })];
  const found = checkModel(indexOf(model({ services })), { workloads: [], kubernetesServices: [] }).map(formatProblem);
  expect(found.map((text) => text.slice(0, text.indexOf(']') + 1))).toEqual([
    'shop/a: [default-service-account]', 'shop/a: [no-workload]', 'shop/a: [reserved-port]',
    'web/b: [default-service-account]', 'web/b: [no-workload]', 'web/b: [reserved-port]',
  ]);
  expect(found).toEqual([...new Set(found)].sort());
});

test('selectors do not meet every pod: the labels of each are read as often, however many there are', () => {
  const reads = (size: number): number => {
    let count = 0;
    const services = Array.from({ length: size }, (_, i) => service(`shop/s${i}`));
    const workloads = services.map(({ name, namespace, podLabels }) => ({
      kind: 'Deployment', name, namespace, annotations: {}, serviceAccountName: name, hostNetwork: false, construct: name,
      get labels() {
        count++;
        return { ...podLabels, team: 'shop' };
      },
    }));
    expect(checkModel(indexOf(model({ services })), { workloads, kubernetesServices: [] })).toEqual([]);
    return count / size;
  };
  expect(reads(1000)).toBe(reads(100));
});
