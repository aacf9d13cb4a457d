import type { AuthorizationPolicySpec, Rule } from '../kinds';
import type { Findings } from '../schema/finding';

/** Rules about the action that the API server does not check and istiod does. A policy that istiod refuses is not enforced at all. */
export function actionRules(spec: AuthorizationPolicySpec, findings: Findings): void {
  const { action = 'ALLOW', provider, rules = [] } = spec;
  if ((action === 'DENY' || action === 'CUSTOM') && rules.length === 0) {
    findings.addAt(['rules'], 'meaningless', `action ${action} without rules does nothing`, {
      repair: 'write `rules: [{}]` to mean every request',
    });
  }
  if (action !== 'CUSTOM') {
    if (provider !== undefined) {
      findings.addAt(['provider'], 'conflict', `action ${action} takes no \`provider\``, { repair: 'remove it, or use action CUSTOM' });
    }
    return;
  }
  if (provider?.name === undefined || provider.name === '') {
    findings.addAt(['provider'], 'missing-field', 'action CUSTOM needs `provider.name`');
  }
  findings.enter('rules');
  rules.forEach((rule, i) => findings.at(i, () => customRule(rule, findings)));
  findings.leave();
}

/** What an external authorizer is asked about cannot depend on the caller's identity. */
const IDENTITY = [
  'principals', 'notPrincipals', 'requestPrincipals', 'notRequestPrincipals', 'namespaces', 'notNamespaces',
  'serviceAccounts', 'notServiceAccounts', 'trustDomains', 'notTrustDomains',
] as const;
const IDENTITY_KEY = /^(source\.(namespace|serviceAccount|trustDomain|principal)$|request\.auth\.)/;

function customRule({ from = [], when = [] }: Rule, findings: Findings): void {
  from.forEach(({ source }, i) => {
    for (const key of IDENTITY) {
      if ((source[key] ?? []).length === 0) continue;
      findings.at('from', () => findings.at(i, () => findings.at('source', () => findings.at(key, () => unsupported(findings)))));
    }
  });
  when.forEach(({ key }, i) => {
    if (IDENTITY_KEY.test(key)) findings.at('when', () => findings.at(i, () => findings.at('key', () => unsupported(findings, key))));
  });
}

function unsupported(findings: Findings, value?: string): void {
  findings.add('not-supported', 'action CUSTOM cannot depend on the caller\'s identity', {
    value, repair: 'select by address, host, port, method, path or header',
  });
}
