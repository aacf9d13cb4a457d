import { callerOf, callerWithPrincipal, workloadsNamed, workloadsUnder } from '../callers';
import type { Caller, WorkloadView } from '../types';
import type { World } from '../world';
import { isOutside } from '../outside';
import { QuestionError } from './error';
import { knownServiceAccounts } from './known';
import { didYouMean } from './nearest';
import type { CallerQuestion } from './question';

/** Everyone that a caller stands for. Never empty: a caller that nobody knows is an error. */
export function callersOf(world: World, from: CallerQuestion): readonly Caller[] {
  return meant(world, from).map((caller) => (from.ip === undefined ? caller : { ...caller, ip: from.ip }));
}

function meant(world: World, from: CallerQuestion): readonly Caller[] {
  switch (from.kind) {
    case 'service-account': return serviceAccount(world, from.namespace, from.name);
    case 'principal': return principal(world, from.principal);
    case 'anonymous': return [{ name: from.ip === undefined ? 'anonymous' : `anonymous ${from.ip}`, pod: !isOutside(from.ip) }];
    case 'pod': return podsOf(world, from.namespace, from.name).flatMap((workload) => callersFor(world, workload));
  }
}

function serviceAccount(world: World, namespace: string, name: string): readonly Caller[] {
  const workloads = workloadsUnder(world, namespace, name);
  if (workloads.length > 0) return workloads.flatMap((workload) => callersFor(world, workload));
  const known = knownServiceAccounts(world);
  const id = `${namespace}/${name}`;
  if (!known.has(id)) {
    const identity = `${world.settings.trustDomain}/ns/${namespace}/sa/${name}`;
    throw new QuestionError({
      message: `no workload runs under \`${id}\` and no policy names it`,
      repair: workloadCalled(world, namespace, name) ?? didYouMean(id, known, `ask about the principal \`${identity}\` if it is deployed elsewhere`),
    });
  }
  return [callerWithPrincipal(world, `${world.settings.trustDomain}/ns/${namespace}/sa/${name}`)];
}

/** Where nothing says whether it has a proxy, it calls with its identity or without, and both must be answered alike. */
function callersFor(world: World, workload: WorkloadView): readonly Caller[] {
  const caller = callerOf(world, workload);
  if (workload.dataPlane !== 'unknown' || workload.apart !== undefined) return [caller];
  const principal = `${world.settings.trustDomain}/ns/${workload.namespace}/sa/${workload.serviceAccount}`;
  return [{ ...caller, name: `${caller.name} without a proxy` }, { ...caller, name: `${caller.name} with a proxy`, principal }];
}

/** An identity of this mesh stands for the workloads that hold it; whoever has no proxy cannot show it. */
function principal(world: World, id: string): readonly Caller[] {
  const holders = world.workloads.map((workload) => callerOf(world, workload)).filter((caller) => caller.principal === id);
  return holders.length > 0 ? holders : [callerWithPrincipal(world, id)];
}

/** What to write where the name is a workload's, which is neither its service account's nor its Service's. Undefined: it is not. */
export function workloadCalled(world: World, namespace: string, name: string, port?: number | string): string | undefined {
  if (workloadsNamed(world, namespace, name).length === 0) return undefined;
  const id = `${namespace}/${name}`;
  const [text, field] = port === undefined ? [`pod:${id}`, `{pod: ${id}}`] : [`pod:${id}:${port}`, `{pod: ${id}, port: ${port}}`];
  return `a workload is called so: write \`${text}\`, in a case file \`${field}\``;
}

/** A Pod or the workload that makes it; the pods of a StatefulSet carry its name and a number. Several kinds may share a name. */
export function podsOf(world: World, namespace: string, name: string): readonly WorkloadView[] {
  const named = workloadsNamed(world, namespace, name);
  // One that is another than the rest has its own name.
  const workloads = named.length > 0 ? named : workloadsNamed(world, namespace, name.replace(/-[0-9]+$/, '')).filter((w) => w.of === undefined);
  if (workloads.length > 0) return workloads;
  throw new QuestionError({
    message: `no Pod or workload is called \`${namespace}/${name}\``,
    repair: didYouMean(`${namespace}/${name}`, world.workloads.map((w) => w.id), 'name one of the manifests'),
  });
}
