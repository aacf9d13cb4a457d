import { readFileSync } from 'node:fs';
import { type Manifests, readObjects } from '../../src/manifest';
import { json } from '../../src/private/outputs/directory';
import { prove } from '../../src/proof';
import type { IndexFile } from '../../src/synth-index/index-file';
import { readIndex } from '../../src/synth-index/read';
import { indexedModel, indexOf } from '../../src/synth-index/write';
import { cases } from '../golden/cases';
import { type Subject, subjectOf, survey } from '../mutation/harness';
import { LONG } from '../long';

function throughFile({ model }: Pick<Subject, 'model'>): IndexFile {
  const { index, problems } = readIndex(json({ ...indexOf(model, { objects: [] }) }));
  expect(problems).toEqual([]);
  return index!;
}

const subjects = Object.entries(cases).map(([name, { build }]) => {
  const subject = subjectOf(build());
  return [name, subject, throughFile(subject)] as const;
});

describe.each(subjects)('%s', (_, subject, index) => {
  test('the model is what it was', () => {
    const { schema, version } = index;
    expect(index).toEqual({ ...indexedModel(subject.model), schema, version, objects: [] });
  });

  test('the proof from it says the same', () => {
    const { manifests } = readObjects(subject.objects);
    const fewer: Manifests = { ...manifests, objects: manifests.objects.filter(({ object: { kind, metadata } }) => kind !== 'AuthorizationPolicy' || metadata.name === 'allow-nothing') };
    for (const given of LONG ? [manifests, fewer] : [fewer]) {
      expect(prove({ model: index, manifests: given })).toEqual(prove({ model: subject.model, manifests: given }));
    }
  });
});

const MUTATED: ReadonlySet<string> = new Set(['http-exact', 'ambient-waypoint']);

test.each(subjects.filter(([name]) => MUTATED.has(name)))('%s: what changes access is refuted from the index, too', (_, subject, index) => {
  const { missed, killed } = survey({ ...subject, model: index }, { every: LONG ? 40 : 120 });
  expect(missed).toEqual([]);
  expect(killed).toBeGreaterThan(0);
});

test('every part of a model is in some case', () => {
  const seen = new Set(subjects.flatMap(([, , index]) => Object.keys(index)));
  const source = readFileSync(`${__dirname}/../../src/synth-index/read.ts`, 'utf8');
  const [, fields] = /customObject<IndexFile>\(\{\n(.*?)\n\}, /s.exec(source)!;
  const known = [...fields.matchAll(/^ {2}(\w+)/gm)].map(([, key]) => key);
  // What the synth adds, which test/cli/prove.test.ts reads.
  expect(known.filter((key) => !seen.has(key))).toEqual(['proof', 'existingManifests', ...['acknowledgements', 'acknowledgedPolicies'].filter((key) => !seen.has(key))]);
});
