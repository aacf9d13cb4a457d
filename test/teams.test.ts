import * as fs from 'node:fs';
import * as path from 'node:path';
import { MeshAssertions } from '../src';
import '../src/jest';
import { readContract } from '../src/contract/read';
import { checkContracts } from '../src/contract/set/check';
import { inEmptyDirectory, readFiles } from './golden/synthesize';
import { REPOSITORIES, TEAMS, written } from './golden/teams';

const REPAIR = 'to accept what is emitted now: npm run golden:update';

describe.each(REPOSITORIES.map((repository) => [repository.name, repository] as const))('repository %s', (name, repository) => {
  const { manifests, contract } = written(repository);

  test(`emits what is expected (${REPAIR})`, () => {
    expect(manifests).toEqual(readFiles(path.join(TEAMS, 'expected', name)));
  });

  test(`writes the contract that the other one has (${REPAIR})`, () => {
    expect(contract).toBe(fs.readFileSync(repository.contract, 'utf8'));
  });
});

test('the guide shows the program of the repository with the tenant', () => {
  const guide = fs.readFileSync(path.join(__dirname, '../docs/guide/ownership.md'), 'utf8');
  expect(guide).toContain(fs.readFileSync(path.join(TEAMS, 'money/build.ts'), 'utf8'));
});

test('the contracts fit each other', () => {
  const members = REPOSITORIES.map(({ contract: file }) => ({ file, contract: readContract(fs.readFileSync(file, 'utf8')).contract! }));
  expect(checkContracts(members)).toEqual([]);
});

test('no file of one repository is one of the other, and no object either', () => {
  const objects = REPOSITORIES.flatMap(({ contract }) => readContract(fs.readFileSync(contract, 'utf8')).contract!.objects);
  expect(new Set(objects).size).toBe(objects.length);
});

/** Pods of every service, as each team deploys them. */
function pods(services: readonly string[]): string {
  return services.map((id) => {
    const [namespace, name] = id.split('/');
    const labels = { 'app.kubernetes.io/name': name };
    return JSON.stringify({
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { serviceAccountName: name, containers: [{ name: 'app', image: 'app' }] } } },
    });
  }).join('\n---\n');
}

describe('what both repositories apply to one cluster', () => {
  const services = ['shop/frontend', 'shop/catalog', 'shop/reviews', 'payments/payments'];
  const cluster = inEmptyDirectory((directory) => {
    fs.cpSync(path.join(TEAMS, 'expected'), directory, { recursive: true });
    fs.writeFileSync(path.join(directory, 'pods.yaml'), pods(services));
    return MeshAssertions.fromDirectory(directory);
  });

  test('the calls between them work, from the egress of one to the ingress of the other', () => {
    expect(cluster).toAllow('shop/frontend', 'payments/payments:50051', { method: 'POST', path: '/shop.Payments/Charge' });
    expect(cluster).toAllow('shop/frontend', 'shop/reviews:80', { method: 'GET', path: '/reviews/7' });
    expect(cluster).toAllow('shop/reviews', 'shop/catalog:80', { method: 'GET', path: '/products/7' });
  });

  test('and nothing else', () => {
    expect(cluster).toOnlyAllowCallers('payments/payments:50051', ['shop/frontend']);
    expect(cluster).toOnlyAllowCallers('shop/reviews:80', ['shop/frontend']);
    expect(cluster).toOnlyAllowCallers('shop/catalog:80', ['shop/frontend', 'shop/reviews']);
    expect(cluster).toDeny('shop/reviews', 'shop/catalog:80', { method: 'GET', path: '/products/7/stock' });
    expect(cluster).toDeny('shop/frontend', 'payments/payments:50051', { method: 'POST', path: '/shop.Payments/Refund' });
    expect(cluster).toDeny('shop/reviews', 'payments/payments:50051');
  });
});
