import type { Code, Findings } from '../manifest/schema/finding';
import type { Path } from '../manifest/schema/path';
import type { PortAccessModel } from '../model/model';
import type { IndexedService, IndexFile } from './index-file';

/** What is wrong between parts of an index whose parts are right one by one: the proof takes for granted that each name leads somewhere. */
export function checkRelations({ namespaces, services, imported = [], edges, calls, externals, gateways = [] }: IndexFile, findings: Findings): void {
  for (const [name, elements] of Object.entries({ namespaces, services, edges, calls, externals, gateways })) once(findings, name, elements);
  const all = [...services, ...imported];
  once(findings, 'imported', all, services.length);
  const known = new Map<string, IndexedService>(all.map((s) => [s.id, s]));
  const own = new Set(services.map((s) => s.id));
  const places = new Set(namespaces.map((n) => n.id));
  for (const [list, elements] of Object.entries({ services, imported })) {
    elements.forEach(({ id, namespace, name }, i) => {
      if (id !== `${namespace}/${name}`) add(findings, [list, i, 'id'], 'conflict', `\`${id}\` is not \`${namespace}/${name}\`, its namespace and name`, id);
    });
  }
  services.forEach(({ namespace }, i) => refer(findings, ['services', i, 'namespace'], places, namespace, 'namespace'));
  for (const [list, elements] of Object.entries({ services, imported })) {
    elements.forEach(({ sharedIdentity }, i) => sharedIdentity?.services.forEach((id, j) => {
      refer(findings, [list, i, 'sharedIdentity', 'services', j], known, id, 'service');
    }));
  }
  edges.forEach(({ callee, caller, access, identityOf }, i) => {
    if (identityOf !== undefined) refer(findings, ['edges', i, 'identityOf'], known, identityOf, 'service');
    if (refer(findings, ['edges', i, 'callee'], known, callee, 'service')) ports(findings, ['edges', i, 'access'], known.get(callee)!, access);
    if (caller.kind === 'service') refer(findings, ['edges', i, 'caller', 'service'], known, caller.service, 'service');
  });
  calls.forEach(({ caller, callee }, i) => {
    refer(findings, ['calls', i, 'caller'], own, caller, 'service of this App');
    refer(findings, ['calls', i, 'callee'], known, callee, 'service');
  });
  externals.forEach(({ caller, identityOf }, i) => {
    refer(findings, ['externals', i, 'caller'], own, caller, 'service of this App');
    if (identityOf !== undefined) refer(findings, ['externals', i, 'identityOf'], own, identityOf, 'service of this App');
  });
}

/** `from`: those before are listed elsewhere. */
function once(findings: Findings, list: string, elements: readonly { readonly id: string }[], from = 0): void {
  const seen = new Set<string>();
  elements.forEach(({ id }, i) => {
    if (seen.has(id)) add(findings, [list, i - from], 'duplicate-value', `\`${id}\` is listed twice`, id);
    seen.add(id);
  });
}

function refer(findings: Findings, at: Path, names: { has(name: string): boolean }, name: string, what: string): boolean {
  if (names.has(name)) return true;
  add(findings, at, 'unknown-name', `\`${name}\` is no ${what} of this index`, name);
  return false;
}

function ports(findings: Findings, at: Path, callee: IndexedService, access: readonly PortAccessModel[]): void {
  access.forEach(({ targetPort, protocol }, i) => {
    if (callee.ports.some((p) => p.targetPort === targetPort && p.protocol === protocol)) return;
    add(findings, [...at, i, 'targetPort'], 'unknown-name', `\`${targetPort}\` (${protocol}) is no port of \`${callee.id}\``, targetPort);
  });
}

function add(findings: Findings, at: Path, code: Code, message: string, value: unknown): void {
  findings.addAt(at, code, message, { value, repair: 'take the `index.json` that synth writes, as it is' });
}
