import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { DEFAULT_SETTINGS, type MeshSettings } from '../../src/eval/types';
import type { Subject } from '../enforced/subject';
import type { Manifest } from '../harness/istiod';
import { PLAIN_GET, type WireQuestion } from '../questions/question';

const CASES = join(__dirname, '../cases');
const WORKLOAD = 'shop/backend-0';

interface Case {
  readonly name: string;
  readonly pathNormalization?: MeshSettings['pathNormalization'];
  readonly authorizationPolicies?: readonly object[];
  readonly peerAuthentications?: readonly object[];
  readonly observed: readonly string[];
}

/** A case and what Envoy answered when it was recorded. */
export interface Recorded {
  readonly subject: Subject;
  readonly observed: readonly { readonly text: string; readonly question: WireQuestion; readonly answer: string }[];
}

/** The workload that all cases are about, without a policy. */
export function recordedBase(): Manifest {
  return { name: 'base.yaml', text: readFileSync(join(CASES, 'base.yaml'), 'utf8') };
}

export function recordedCases(): Recorded[] {
  const base = recordedBase();
  const files = readdirSync(CASES).filter((f) => f.endsWith('.yaml') && f !== 'base.yaml').sort();
  return files.flatMap((file) => (parse(readFileSync(join(CASES, file), 'utf8')) as Case[]).map((c): Recorded => ({
    subject: {
      name: `${basename(file, '.yaml')}: ${c.name}`,
      manifests: [base, { name: file, text: objectsOf(c).map((o) => stringify(o)).join('---\n') }],
      settings: { ...DEFAULT_SETTINGS, ...(c.pathNormalization === undefined ? {} : { pathNormalization: c.pathNormalization }) },
      assumed: [],
    },
    observed: c.observed.map((text) => ({ text, ...parseObservation(text) })),
  })));
}

function objectsOf({ authorizationPolicies = [], peerAuthentications = [] }: Case): object[] {
  const object = (kind: string) => (spec: object, i: number) => ({ apiVersion: 'security.istio.io/v1', kind, metadata: { name: `case-${i}`, namespace: 'shop' }, spec });
  return [...authorizationPolicies.map(object('AuthorizationPolicy')), ...peerAuthentications.map(object('PeerAuthentication'))];
}

function parseObservation(text: string): { readonly question: WireQuestion; readonly answer: string } {
  const found = /^(\S+) (?:bytes|(\S+) (\S+)) :(\d+) -> (allow|deny)$/.exec(text);
  if (found === null) throw new Error(`not an observation: \`${text}\``);
  const [, caller, method, path, port, answer] = found;
  const http = method === undefined ? {} : { http: { ...PLAIN_GET, method, path } };
  return { question: { workload: WORKLOAD, port: Number(port), caller: callerOf(caller), sourceIp: '10.244.200.9', ...http }, answer };
}

export function callerOf(text: string): WireQuestion['caller'] {
  if (text === 'plaintext') return text;
  if (text.includes('/ns/')) return { identity: text };
  const [namespace, account] = text.includes('/') ? text.split('/') : ['shop', text];
  return { identity: `cluster.local/ns/${namespace}/sa/${account}` };
}
