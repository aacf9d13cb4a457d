import * as fc from 'fast-check';
import { callerOf, explore } from '../../src/eval';
import { isEmpty } from '../../src/eval/request-set';
import { enforcedTable } from '../../src/report';
import { deployment, NAMESPACE, networkPolicy, peerAuthentication, policy, service, worldOf } from '../ask/world';

const NAMES = ['a', 'b', 'c', 'd'] as const;
const name = fc.constantFrom(...NAMES);
const source = fc.oneof(
  name.map((n) => `{principals: [cluster.local/ns/shop/sa/${n}]}`),
  name.map((n) => `{notPrincipals: [cluster.local/ns/shop/sa/${n}]}`),
  name.map((n) => `{serviceAccounts: [${n}]}`),
  fc.constantFrom('{namespaces: [shop]}', '{principals: ["*"]}', '{principals: [cluster.local/ns/shop/*]}', '{notNamespaces: [shop]}', '{ipBlocks: [10.0.0.0/8]}'),
);
const peer = fc.oneof(
  name.map((n) => `{podSelector: {matchLabels: {app: ${n}}}}`),
  fc.constantFrom('{podSelector: {}}', '{namespaceSelector: {}}', '{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [a]}]}}'),
);
const selector = fc.option(name, { nil: undefined });
const authorization = fc.record({ on: selector, action: fc.constantFrom('ALLOW', 'DENY'), source }).map(({ on, action, source: s }) =>
  `{${on === undefined ? '' : `selector: {matchLabels: {app: ${on}}}, `}action: ${action}, rules: [{from: [{source: ${s}}]}]}`);
const network = fc.record({ on: selector, direction: fc.constantFrom('Ingress', 'Egress'), peer }).map(({ on, direction, peer: p }) =>
  `{podSelector: ${on === undefined ? '{}' : `{matchLabels: {app: ${on}}}`}, policyTypes: [${direction}], ${direction === 'Ingress' ? `ingress: [{from: [${p}]}]` : `egress: [{to: [${p}]}]`}}`);

const worlds = fc.record({
  mode: fc.constantFrom('STRICT', 'PERMISSIVE'),
  authorizations: fc.array(authorization, { maxLength: 3 }),
  networks: fc.array(network, { maxLength: 3 }),
}).map(({ mode, authorizations, networks }) => worldOf(NAMESPACE + peerAuthentication('default', `{mtls: {mode: ${mode}}}`)
  + NAMES.map((n) => deployment(n, { port: 80 }) + service(n, `{selector: {app: ${n}}, ports: [{name: tcp, port: 80}]}`)).join('')
  + authorizations.map((spec, i) => policy(`p${i}`, spec)).join('')
  + networks.map((spec, i) => networkPolicy(`n${i}`, spec)).join('')));

/** A line of somebody's own, or else of the smallest crowd they belong to, says what they may do; nothing is said of who may do nothing. */
test('whoever may do something has a line, or a crowd that has one', () => {
  fc.assert(fc.property(worlds, (world) => {
    const { callees } = enforcedTable(world);
    for (const callee of world.workloads) {
      const rows = new Map(callees.find((c) => c.callee === `${callee.id}:80`)!.callers.map(({ caller, access }) => [caller, access]));
      const crowd = ['any identity of namespace shop', 'any pod of namespace shop', 'any mesh identity', 'any pod'].find((c) => rows.has(c));
      for (const workload of world.workloads) {
        const { allow, maybe } = explore(world, callerOf(world, workload), {
          workload: callee, port: 80, protocol: 'TCP', service: { namespace: 'shop', name: callee.name, port: 80 },
        });
        const line = rows.get(workload.id);
        if (!isEmpty(allow) || !isEmpty(maybe)) expect(line ?? crowd).toBeDefined();
        else if (line !== undefined) expect(line).toBe('nothing');
      }
    }
  }), { numRuns: 100 });
});
