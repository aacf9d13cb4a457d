import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { conformanceDocument } from '../../conformance/report/document';

test('the page of conformance has the versions that are pinned', () => {
  const components = (text: string): readonly string[] => text.split('\n\n')[2].split('\n');
  expect(components(conformanceDocument([]))).toEqual(components(readFileSync(join(__dirname, '../../docs/conformance.md'), 'utf8')));
  expect(components(conformanceDocument([])).length).toBeGreaterThan(8);
});
