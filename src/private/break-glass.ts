import { createHash } from 'node:crypto';
import { Construct } from 'constructs';
import { Access } from '../access';
import type { BreakGlassOptions } from '../break-glass-options';
import type { ICaller } from '../caller';
import type { MeshService } from '../mesh-service';
import { isPast } from '../model/in-force';
import { declaredName } from '../model/names';
import { createObjects } from './api-objects';
import { instance, invalid, optionalList, reasonText, struct, text } from './arguments';
import { declaredCaller } from './callers';
import { conditions } from './conditions';
import { day } from './dates';
import type { Registry } from './registry';

export function declareBreakGlass(service: MeshService, registry: Registry, caller: ICaller, options: BreakGlassOptions): void {
  const given = struct('options of breakGlass', options);
  const access = optionalList('access', given.access, (what, v) => instance(what, v, Access, 'write `Access.http(…)`, `Access.ports(…)` and the like'))
    ?? [Access.all()];
  const reason = reasonText('breakGlass', given.reason);
  const owner = text('owner', given.owner, 'missing-owner').trim();
  const expires = day('expires', given.expires);
  const ticket = given.ticket === undefined || given.ticket === null ? undefined : text('ticket', given.ticket).trim();
  const when = conditions(service.node.path, given.when);
  const admitted = declaredCaller(service, 'allows', caller);
  const declarations = access.map((a) => a._declaration);
  // What it is for, and not for how long: whoever prolongs it changes the objects that are there.
  const id = createHash('sha256').update(JSON.stringify([admitted, declarations, when])).digest('hex').slice(0, 8);
  const scopeId = `BreakGlass-${id}`;
  if (service.node.tryFindChild(scopeId) !== undefined) {
    throw invalid('duplicate-break-glass', `\`${service.node.path}\` lets \`${declaredName(admitted)}\` in for the same twice`, 'say it once, until the later day');
  }
  const scope = new Construct(service, scopeId);
  const breakGlass = { id, reason, expires, owner, ...(ticket === undefined ? {} : { ticket }) };
  registry.declareGrant({
    callee: service.id, caller: admitted, access: declarations, ...(when === undefined ? {} : { when }), reason, expires, owner, breakGlass,
    construct: service.node.path,
  });
  if (isPast(registry.mesh, expires)) return;
  registry.withNamespace(service.namespaceName, (namespace, late) => {
    const slots = registry.platform.breakGlassSlots(registry.mesh, service._declaredIn(namespace), breakGlass);
    const objects = createObjects(scope, slots, () => registry.index());
    if (late) namespace._precede?.(objects);
  });
}
