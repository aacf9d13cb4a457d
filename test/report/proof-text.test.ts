import type { RuleRef } from '../../src/eval';
import type { ManifestObject } from '../../src/manifest';
import type { ProofResult } from '../../src/proof/types';
import { proofText } from '../../src/report';

const source: ManifestObject = {
  object: { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: { name: 'wide', namespace: 'shop' }, spec: { rules: [{}] } },
  origin: { construct: 'shop/wide' },
};
const because: RuleRef = { object: 'AuthorizationPolicy shop/wide', path: 'spec.rules[0]', source };
const checked = { destinations: 3, callerClasses: 12, decisions: 480 };

test('proved: the verdict and what was looked at', () => {
  expect(proofText({ verdict: 'proved', refutations: [], assumptions: [], checked })).toBe([
    'proved: the manifests allow exactly what is declared',
    '',
    'checked 3 destinations, 12 callers, 480 decisions',
    '',
  ].join('\n'));
});

test('proved under assumptions: each with what it is about and whether somebody stands by it', () => {
  const result: ProofResult = {
    verdict: 'proved-under-assumptions',
    refutations: [],
    assumptions: [
      { id: 'backends-do-not-decode-slashes', text: 'backends treat `%2F` as no slash', subjects: ['shop/web', 'shop/api'], acknowledged: false },
      { id: 'enforcing-cni', text: 'the CNI enforces NetworkPolicy', subjects: [], acknowledged: true },
    ],
    checked,
  };
  expect(proofText(result)).toBe([
    'proved under assumptions: the manifests allow exactly what is declared, if what is assumed below holds',
    '',
    'Assumptions',
    '  not acknowledged  backends-do-not-decode-slashes: backends treat `%2F` as no slash (shop/api, shop/web)',
    '  acknowledged  enforcing-cni: the CNI enforces NetworkPolicy',
    '',
    'checked 3 destinations, 12 callers, 480 decisions',
    '',
  ].join('\n'));
});

test('refuted: witness, layer, object and rule, construct, repair', () => {
  const result: ProofResult = {
    verdict: 'refuted',
    refutations: [{
      statement: 'exactly-declared', layer: 'authorization-allow', text: 'shop/cart may call DELETE /admin/x on shop/catalog:3550, which nothing declares',
      caller: 'shop/cart', callee: 'shop/catalog', port: 3550, request: 'DELETE /admin/x', because: [because], construct: 'shop/catalog', repair: 'remove the rule, or declare the access',
    }],
    assumptions: [],
    checked,
  };
  expect(proofText(result)).toBe([
    'refuted: the manifests do not allow exactly what is declared',
    '',
    'shop/cart may call DELETE /admin/x on shop/catalog:3550, which nothing declares',
    '  request    DELETE /admin/x',
    '  layer      authorization-allow',
    '  because    AuthorizationPolicy shop/wide spec.rules[0] (shop/wide)',
    '  construct  shop/catalog',
    '  repair     remove the rule, or declare the access',
    '',
    'checked 3 destinations, 12 callers, 480 decisions',
    '',
  ].join('\n'));
});

test('what one rule does to one caller at many places is said once', () => {
  const of = (callee: string, port: number, caller = 'any pod'): ProofResult['refutations'][number] => ({
    statement: 'layer-least-privilege', layer: 'mtls', text: `mtls lets ${caller} connect to ${callee}:${port}, which nothing declares`,
    caller, callee, port, because: [because], construct: callee, repair: 'narrow it',
  });
  const text = proofText({ verdict: 'refuted', refutations: [of('shop/cart', 80), of('shop/catalog', 3550), of('shop/redis', 6379, 'shop/web'), of('shop/web', 80)], assumptions: [], checked });
  expect(text.split('\n').filter((line) => line.startsWith('mtls') || line.startsWith('  alike'))).toEqual([
    'mtls lets any pod connect to shop/cart:80, which nothing declares',
    '  alike      shop/catalog:3550, shop/web:80',
    'mtls lets shop/web connect to shop/redis:6379, which nothing declares',
  ]);
});
