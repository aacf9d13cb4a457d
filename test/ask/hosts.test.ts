import { join } from 'node:path';
import { buildWorld } from '../../src/eval';
import { readPaths } from '../../src/manifest';
import { enforcedTable } from '../../src/report';
import { testCaseFile } from './case-files';

const DIRECTORY = join(__dirname, '../cases/hosts');

describe.each(['entries', 'gateway', 'mutual-gateway'])('%s', (name) => testCaseFile(DIRECTORY, name));

test('the table shows what a gateway sends out, and pods that nobody knows', () => {
  const { callees, waysIn } = enforcedTable(buildWorld(readPaths([join(DIRECTORY, 'gateway.yaml')]).manifests));
  const row = (of: typeof callees | undefined, name: string): readonly object[] => of!.find(({ callee }) => callee.startsWith(name))!.callers;
  expect(row(callees, 'egress/gone:80')).toEqual([{ caller: 'anybody', access: 'undetermined: its pods are not among the manifests' }]);
  expect(row(waysIn, 'api.example:443')).toEqual([{ caller: 'outside via gateway egress/out api.example:80', access: 'undetermined: /v1*' }]);
  expect(waysIn!.some(({ callee }) => callee.startsWith('spread.example'))).toBe(false);
});
