import { cases } from '../golden/cases';
import { surveyGoldens } from './goldens';
import { subjectOf, survey } from './harness';

surveyGoldens('further sidecar');

test('a part of the mutants is as many of them, from all over the objects', () => {
  const subject = subjectOf(cases['no-callers'].build());
  const whole = survey(subject, { every: 20 }).mutants;
  expect(survey(subject, { every: 40 }).mutants).toBe(Math.ceil(whole / 2));
});
