import { Assumption } from '../assumption';
import { Consent } from '../consent';
import { Delivery } from '../delivery';
import type { ExternalCa } from '../external-ca';
import type { MeshProps } from '../mesh';
import { OutboundTrafficPolicy, PathNormalization, Platform, type ProxyHost } from '../mesh-facts';
import { isPast } from '../model/in-force';
import type { DeliveryModel, ExternalCaModel, FormerTrustDomainModel, MeshModel, ProxyHostModel } from '../model/model';
import type { TrustDomainMigration } from '../trust-domain-migration';
import { flag, instance, invalid, list, member, optionalList, port, reasonText, struct, text } from './arguments';
import { accessLogProviders } from './access-log';
import { addressOrBlock } from './addresses';
import { clusterModel } from './cluster/cluster-model';
import { day, daysOf, optionalDay } from './dates';
import { optionalOwner, statedException } from './exceptions';
import { trustDomainName } from './hosts';
import { namespaceName, podLabels, serviceName } from './names';
import { byKey, sortedUnique } from './sorting';

/** The minor whose behaviour this release was checked against. */
const DEFAULT_VERSION = '1.31';

export function meshModel(construct: string, props: MeshProps): MeshModel {
  const trustDomain = trustDomainName('trustDomain', props.trustDomain ?? 'cluster.local');
  const aliases = sortedUnique(optionalList('trustDomainAliases', props.trustDomainAliases, trustDomainName) ?? []);
  if (aliases.includes(trustDomain)) {
    throw invalid('invalid-trust-domain', `\`trustDomainAliases\` has the trust domain itself, \`${trustDomain}\``, 'leave it out there');
  }
  const asOf = optionalDay('asOf', props.asOf);
  const former = formerTrustDomain(trustDomain, props.trustDomainMigration);
  const counts = former !== undefined && !isPast(asOf === undefined ? {} : { asOf }, former.expires);
  const cluster = clusterModel(props);
  const delivery = deliveryOf(props.delivery);
  return {
    construct,
    platform: member('platform', props.platform ?? Platform.ISTIO, Platform),
    version: versionNumbers(props.version ?? DEFAULT_VERSION),
    ...(props.revision === undefined ? {} : { revision: namespaceName('revision', props.revision) }),
    trustDomain,
    trustDomainAliases: counts ? sortedUnique([...aliases, former.trustDomain]) : aliases,
    ...(former === undefined ? {} : { formerTrustDomain: former }),
    rootNamespace: namespaceName('rootNamespace', props.rootNamespace ?? 'istio-system'),
    pathNormalization: member('pathNormalization', props.pathNormalization ?? PathNormalization.BASE, PathNormalization),
    outboundTrafficPolicy: member('outboundTrafficPolicy', props.outboundTrafficPolicy ?? OutboundTrafficPolicy.ALLOW_ANY, OutboundTrafficPolicy),
    istioCni: flag('istioCni', props.istioCni, cluster.profile?.provides.includes('istio-cni') ?? false),
    ...(props.nativeSidecars === undefined || props.nativeSidecars === null ? {} : { nativeSidecars: flag('nativeSidecars', props.nativeSidecars, false) }),
    consent: member('consent', props.consent ?? Consent.CALLEE, Consent),
    cluster,
    proxyHosts: byKey(optionalList('proxyHosts', props.proxyHosts, proxyHost) ?? [], (h) => `${h.namespace}/${h.service}:${h.port}`),
    ...externalCaOf(props.externalCa),
    acknowledged: sortedUnique(optionalList('acknowledge', props.acknowledge, (what, v) => member(what, v, Assumption)) ?? []),
    ...(props.accessLogProviders === undefined ? {} : { accessLogProviders: accessLogProviders(props.accessLogProviders) }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(delivery === undefined ? {} : { delivery }),
    ...(props.breakGlassMaxDays === undefined ? {} : { breakGlassMaxDays: daysOf('breakGlassMaxDays', props.breakGlassMaxDays) }),
    ...(props.environment === undefined ? {} : { environment: text('environment', props.environment) }),
  };
}

function deliveryOf(value: Delivery | undefined): DeliveryModel | undefined {
  if (value === undefined || value === null) return undefined;
  return instance('delivery', value, Delivery, 'write `Delivery.argoCd()` or `Delivery.flux()`')._model;
}

function formerTrustDomain(trustDomain: string, migration: TrustDomainMigration | undefined): FormerTrustDomainModel | undefined {
  if (migration === undefined || migration === null) return undefined;
  const given = struct('trustDomainMigration', migration);
  const former = trustDomainName('fromTrustDomain', given.fromTrustDomain);
  if (former === trustDomain) {
    throw invalid('invalid-trust-domain', `the mesh comes from the trust domain \`${former}\`, which it has`, 'give the new one as `trustDomain`');
  }
  const expires = day('expires', given.expires);
  const { reason, owner } = statedException('trustDomainMigration', { ...given, reason: given.reason as string });
  return { trustDomain: former, expires, reason, ...(owner === undefined ? {} : { owner }) };
}

function versionNumbers(value: unknown): [number, number] {
  const given = text('version', value, 'invalid-version');
  const parts = /^v?(\d+)\.(\d+)(\.\d+)?$/.exec(given);
  if (parts === null) throw invalid('invalid-version', `version \`${given}\` is not a version of a mesh`, `write it like \`${DEFAULT_VERSION}\``);
  return [Number(parts[1]), Number(parts[2])];
}

function proxyHost(what: string, value: unknown): ProxyHostModel {
  const given = struct(what, value as ProxyHost);
  return {
    namespace: namespaceName(`${what}.namespace`, given.namespace),
    service: serviceName(`${what}.service`, given.service),
    port: port(`${what}.port`, given.port),
    podLabels: podLabels(`${what}.podLabels`, given.podLabels),
    reason: reasonText(what, given.reason),
  };
}

function externalCaOf(value: ExternalCa | undefined): { readonly externalCa?: ExternalCaModel } {
  if (value === undefined || value === null) return {};
  const given = struct('externalCa', value);
  return {
    externalCa: {
      addresses: sortedUnique(list('externalCa.addresses', given.addresses, addressOrBlock)),
      port: port('externalCa.port', given.port),
      reason: reasonText('externalCa', given.reason),
      ...optionalOwner(given.owner),
    },
  };
}

export function existingManifestPaths(value: unknown): string[] {
  return value === undefined ? [] : list('existingManifests', value, (what, v) => text(what, v));
}
