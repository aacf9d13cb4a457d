import type { AccessModel, ImportedServiceModel, MeshModel, ServiceModel } from '../model/model';
import type { Verdict } from '../proof/types';

export const SCHEMA = 'cdk8s-mesh-access/index';
/** 1 had objects and edges, and could be proved nothing with. */
export const VERSION = 2;

/** Left out is what renders and what only reports ask: an index that is read may be missing nothing that the proof looks at. */
export type IndexedMesh = Omit<MeshModel, 'delivery'>;
export type IndexedService = Omit<ServiceModel, 'apis'>;
export type IndexedImport = Omit<ImportedServiceModel, 'apis'>;

/** Of the access model all that the proof compares manifests with. It is one itself. */
export interface IndexedModel extends Omit<
  AccessModel, 'mesh' | 'services' | 'imported' | 'neighbours' | 'roles' | 'expired' | 'withheld' | 'removed' | 'suppressions'
> {
  readonly mesh: IndexedMesh;
  readonly services: readonly IndexedService[];
  readonly imported?: readonly IndexedImport[];
}

/** An object of the App, and what declared it. */
export interface IndexedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** As it stands in the object; left out: it has none of its own. */
  readonly namespace?: string;
  /** Path of the construct that made it. */
  readonly construct: string;
  readonly declaredBy?: { readonly namespace?: string; readonly service?: string; readonly gateway?: string };
}

/** What the synth said of its own output. */
export interface IndexedProof {
  readonly verdict: Verdict;
  readonly assumptions: readonly { readonly id: string; readonly subjects: readonly string[] }[];
  /** What acknowledged objects open, line by line. Left out: nothing. */
  readonly opened?: readonly { readonly object: string; readonly access: readonly string[] }[];
}

/** What synth knows and no manifest says, written beside the manifests. Lists have a line for each entry. */
export interface IndexFile extends IndexedModel {
  readonly schema: typeof SCHEMA;
  readonly version: typeof VERSION;
  /** Left out: the synth was told not to prove. */
  readonly proof?: IndexedProof;
  /** `MeshProps.existingManifests`, as given. Left out: none. */
  readonly existingManifests?: readonly string[];
  /** Sorted by construct. */
  readonly objects: readonly IndexedObject[];
}

export type SynthFacts = Pick<IndexFile, 'proof' | 'existingManifests' | 'objects'>;
