import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CaseResult, parseCaseFile, runCases } from '../../src/cases';
import { buildWorld, explore, type World } from '../../src/eval';
import { completeRequest } from '../../src/eval/ask/request';
import { normalizePath } from '../../src/eval/matcher/normalize';
import { contains, type Witness } from '../../src/eval/request-set';
import { readPaths } from '../../src/manifest';

const SUBJECTS = ['ambient', 'istio', 'network-policy'];
const FILES = SUBJECTS.flatMap((subject) => readdirSync(join(__dirname, subject)).filter((f) => f.endsWith('.cases.yaml')).sort().map((f) => `${subject}/${f}`));

describe.each(FILES)('%s', (file) => {
  const { caseFile, problems } = parseCaseFile(join(__dirname, file), readFileSync(join(__dirname, file), 'utf8'));
  const read = readPaths(caseFile?.manifests ?? []);
  const world = caseFile && buildWorld(read.manifests, caseFile.settings);
  const run = caseFile && runCases(caseFile, world!);

  test('holds, and the same as sets', () => {
    expect([...problems, ...read.problems, ...run!.problems]).toEqual([]);
    const differing = run!.results.filter((r) => !r.holds || asSets(world!, r) === false);
    expect(differing.map((r) => `line ${r.case.line}: ${r.case.name}: ${r.answer.answer}`)).toEqual([]);
  });
});

/** Whether the sets have the request where it is answered; in doubt, where they are; undefined where no set is asked. */
function asSets(world: World, { case: { question, expect: expected }, answer }: CaseResult): boolean | undefined {
  const { request, to } = question;
  if (expected === 'undetermined' || request?.token !== undefined) return undefined;
  const http = request && completeRequest(request, to);
  const path = http && normalizePath(http.path, world.settings.pathNormalization);
  if (http !== undefined && path === undefined) return undefined;
  const witness: Witness = http === undefined ? { kind: 'bytes', when: [] } : { kind: 'http', method: http.method, host: http.host, path: path!, headers: http.headers, when: [] };
  return answer.decisions.every(({ caller, destination }) => {
    const { allow, maybe } = explore(world, caller, destination);
    return contains(allow, witness) ? expected === 'allow' : expected === 'deny' || contains(maybe, witness);
  });
}

test('every subject answers both ways, and every page of facts is named in the README', () => {
  const readme = readFileSync(join(__dirname, 'README.md'), 'utf8');
  const unnamed = FILES.filter((f) => !readme.includes(`\`${f.replace('.cases.yaml', '')}\``));
  expect(unnamed).toEqual([]);
  for (const subject of SUBJECTS) {
    const text = FILES.filter((f) => f.startsWith(`${subject}/`)).map((f) => readFileSync(join(__dirname, f), 'utf8')).join('');
    for (const answer of ['allow', 'deny']) expect(text.split(`expect: ${answer}`).length).toBeGreaterThan(50);
  }
});
