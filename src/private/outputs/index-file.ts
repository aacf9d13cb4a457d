import type { ApiObject } from 'cdk8s';
import type { AccessModel } from '../../model/model';
import type { ProofResult } from '../../proof';
import type { IndexedObject, IndexFile } from '../../synth-index/index-file';
import { openedTexts } from '../../report';
import { indexOf } from '../../synth-index/write';
import { compare } from '../sorting';

export interface IndexFacts {
  readonly objects: readonly ApiObject[];
  readonly existingManifests: readonly string[];
  readonly proof?: ProofResult;
}

/**
 * Leads from an object in the cluster, or an edge in a report, back to what declared it, and holds what is declared for whoever proves it
 * again. Kept out of the objects themselves: moving code must cause no diff in production.
 */
export function indexFile(model: AccessModel, { objects, existingManifests, proof }: IndexFacts): IndexFile {
  const said = proof && {
    verdict: proof.verdict,
    assumptions: proof.assumptions.map(({ id, subjects }) => ({ id, subjects })),
    ...(proof.opened === undefined ? {} : { opened: proof.opened.map(({ object, access }) => ({ object, access: openedTexts(access) })) }),
  };
  return indexOf(model, {
    ...(said === undefined ? {} : { proof: said }),
    ...(existingManifests.length === 0 ? {} : { existingManifests }),
    objects: indexedObjects(model, objects),
  });
}

function indexedObjects(model: AccessModel, objects: readonly ApiObject[]): readonly IndexedObject[] {
  const owners = new Map<string, NonNullable<IndexedObject['declaredBy']>>([
    ...model.namespaces.map((n) => [n.construct, { namespace: n.id }] as const),
    ...model.services.map((s) => [s.construct, { namespace: s.namespace, service: s.id }] as const),
    ...(model.gateways ?? []).map((g) => [g.construct, { namespace: g.namespace, gateway: g.id }] as const),
  ]);
  // A construct makes up its path anew whenever it is asked.
  const paths = objects.map((object) => ({ object, construct: object.node.path }));
  return paths.sort((a, b) => compare(a.construct, b.construct)).map(({ object, construct }) => {
    const declaredBy = ownerOf(owners, construct);
    return {
      apiVersion: object.apiVersion,
      kind: object.kind,
      name: object.name,
      // cdk8s says the chart's namespace of a Namespace, too.
      ...(object.metadata.namespace === undefined || object.kind === 'Namespace' ? {} : { namespace: object.metadata.namespace }),
      construct,
      ...(declaredBy === undefined ? {} : { declaredBy }),
    };
  });
}

/** The declaring construct is the nearest one above the object. */
function ownerOf<T>(owners: ReadonlyMap<string, T>, construct: string): T | undefined {
  for (let path = construct; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) {
    const owner = owners.get(path);
    if (owner !== undefined) return owner;
  }
  return undefined;
}
