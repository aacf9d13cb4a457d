import type { Question } from '../eval/ask/question';
import type { Answer, MeshSettings } from '../eval/types';

/** Questions to manifests, with the answers that people expect. Its format is published as `schema/case-file.schema.json`. */
export interface CaseFile {
  readonly file: string;
  /** Files and directories, as seen from where `file` is. */
  readonly manifests: readonly string[];
  /** What is left out the manifests' MeshConfig says, else it is as a mesh is installed. */
  readonly settings: Partial<MeshSettings>;
  readonly cases: readonly Case[];
}

export interface Case {
  readonly name: string;
  /** 1-based. */
  readonly line: number;
  /** Key path, `cases[3]`. */
  readonly path: string;
  readonly question: Question;
  readonly expect: Answer;
}

export const ANSWERS = ['allow', 'deny', 'undetermined'] as const satisfies readonly Answer[];
export const PATH_NORMALIZATIONS = ['NONE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES'] as const satisfies readonly MeshSettings['pathNormalization'][];
export const OUTBOUND_TRAFFIC_POLICIES = ['ALLOW_ANY', 'REGISTRY_ONLY'] as const satisfies readonly MeshSettings['outboundTrafficPolicy'][];

/** The keys of each mapping; whatever else is written is an error. */
export const KEYS = {
  file: ['manifests', 'mesh', 'cases'],
  mesh: ['installed', 'trustDomain', 'trustDomainAliases', 'rootNamespace', 'pathNormalization', 'outboundTrafficPolicy'],
  case: ['name', 'from', 'to', 'via', 'request', 'expect'],
  from: ['serviceAccount', 'principal', 'anonymous', 'pod', 'ip'],
  to: ['pod', 'port'],
  request: ['method', 'path', 'host', 'headers', 'token'],
  token: ['valid', 'issuer', 'subject', 'audiences', 'claims', 'header', 'prefix', 'parameter', 'cookie'],
} as const;
