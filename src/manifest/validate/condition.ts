import type { Condition } from '../kinds';
import type { Findings } from '../schema/finding';
import type { Fault } from '../schema/kit';
import { nearest } from '../schema/nearest';
import { show } from '../schema/show';
import { addressOrCidrFault } from '../syntax/addresses';
import { policyPortFault, serviceAccountFault, wildcardFault } from './source';

// https://istio.io/latest/docs/reference/config/security/conditions/

const anyValue = (): undefined => undefined;

const ATTRIBUTES: ReadonlyMap<string, (value: string) => Fault | undefined> = new Map([
  ['source.ip', addressOrCidrFault],
  ['remote.ip', addressOrCidrFault],
  ['source.namespace', anyValue],
  ['source.principal', anyValue],
  ['source.serviceAccount', serviceAccountFault],
  ['source.trustDomain', wildcardFault],
  ['request.auth.principal', anyValue],
  ['request.auth.audiences', anyValue],
  ['request.auth.presenter', anyValue],
  ['destination.ip', addressOrCidrFault],
  ['destination.port', policyPortFault],
  ['connection.sni', anyValue],
]);

/** Attributes with a name in brackets, `request.headers[x-user]`. */
const MAPS = ['request.headers', 'request.auth.claims', 'experimental.envoy.filters.'];
const BRACKETED = /^[^[]+\[.+\]$/s;

const GONE: readonly (readonly [string, string])[] = [
  ['destination.namespace', 'a policy applies to its own namespace; remove the condition'],
  ['destination.labels', 'use `selector`'],
  ['destination.name', 'use `selector`'],
  ['destination.user', 'use `selector`'],
];

/** Service accounts in one list, as in `source.serviceAccounts`. */
const MOST_SERVICE_ACCOUNTS = 16;

/** What istiod refuses in a condition. The API server lets it pass, and a proxy then skips the whole rule, which in a DENY fails open. */
export function condition({ key, values = [], notValues = [] }: Condition, findings: Findings): void {
  const judge = judgeOf(key, findings);
  if (judge === undefined) return;
  if (values.length === 0 && notValues.length === 0) {
    findings.add('missing-field', `condition ${show(key)} needs \`values\` or \`notValues\``);
  }
  for (const [field, entries] of [['values', values], ['notValues', notValues]] as const) {
    findings.enter(field);
    if (key === 'source.serviceAccount' && entries.length > MOST_SERVICE_ACCOUNTS) {
      findings.add('bad-value', `must have at most ${MOST_SERVICE_ACCOUNTS} items, got ${entries.length}`);
    }
    entries.forEach((value, i) => {
      const fault = judge(value);
      if (fault !== undefined) findings.addAt([i], 'bad-condition', `${show(value)} ${fault.message}`, { value, repair: fault.repair });
    });
    findings.leave();
  }
}

/** How the values of an attribute are judged; undefined when there is no such attribute, which is then said. */
function judgeOf(key: string, findings: Findings): ((value: string) => Fault | undefined) | undefined {
  const known = ATTRIBUTES.get(key);
  if (known !== undefined) return known;
  const map = MAPS.find((prefix) => key.startsWith(prefix));
  if (map !== undefined && BRACKETED.test(key)) return anyValue;
  findings.enter('key');
  const gone = GONE.find(([name]) => key === name || key.startsWith(`${name}[`));
  if (key === '') {
    findings.add('bad-condition', 'must not be empty', { value: key });
  } else if (map !== undefined) {
    findings.add('bad-condition', `${show(key)} needs a name in brackets`, {
      value: key, repair: `write \`${map.replace(/\.$/, '.name')}[name]\``,
    });
  } else if (gone !== undefined) {
    findings.add('bad-condition', `${show(key)} is not supported any more`, { value: key, repair: gone[1] });
  } else {
    const meant = nearest(key, [...ATTRIBUTES.keys(), ...MAPS]);
    findings.add('bad-condition', `${show(key)} is not an attribute`, {
      value: key, repair: meant === undefined ? undefined : `did you mean \`${meant}\`?`,
    });
  }
  findings.leave();
  return undefined;
}
