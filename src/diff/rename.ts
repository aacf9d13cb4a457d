import type { KnownObject } from '../manifest/kinds';
import type { Manifests } from '../manifest/manifests';

/** What is called otherwise on the other side. Names that are not listed stay. */
export interface Names {
  readonly namespaces?: Readonly<Record<string, string>>;
  readonly trustDomains?: Readonly<Record<string, string>>;
  /** Outside the cluster; those of Services follow from their namespaces. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** By key, the values that are called otherwise: `env: {dev: prod}`. */
  readonly labels?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const NAME_LABEL = 'kubernetes.io/metadata.name';

/**
 * The same objects in the words of the other side. A place that is overlooked shows as a change; nothing that differs is made to look the
 * same but by the names that are given.
 */
export function renamed(manifests: Manifests, names: Names): Manifests {
  const services = new Set(manifests.objects.flatMap(({ object: { kind, metadata } }) => (kind === 'Service' ? [`${metadata.name}.${metadata.namespace ?? 'default'}`] : [])));
  const renamer = new Renamer(names, services);
  return { ...manifests, objects: manifests.objects.map((o) => ({ ...o, object: renamer.object(o.object) })) };
}

type Rename = (text: string) => string;

class Renamer {
  /** By the key of a field, in whatever object: the API of Kubernetes and Istio calls the same thing by the same key. */
  private readonly byKey: Readonly<Record<string, Rename>>;

  constructor(private readonly names: Names, private readonly services: ReadonlySet<string>) {
    const namespace = (text: string): string => names.namespaces?.[text] ?? text;
    const account = (text: string): string => text.replace(/^[^/]+(?=\/)/, namespace);
    const identity = (text: string): string => this.identity(text);
    const host = (text: string): string => this.host(text);
    this.byKey = {
      namespace, namespaces: namespace, notNamespaces: namespace, exportTo: namespace,
      principals: identity, notPrincipals: identity, subjectAltNames: identity,
      serviceAccounts: account, notServiceAccounts: account,
      trustDomains: (text) => names.trustDomains?.[text] ?? text, notTrustDomains: (text) => names.trustDomains?.[text] ?? text,
      host, hosts: host, notHosts: host,
      [NAME_LABEL]: namespace,
      'istio.io/use-waypoint-namespace': namespace,
      'networking.istio.io/exportTo': (text) => text.split(',').map((part) => namespace(part.trim())).join(','),
      'source.namespace': namespace, 'source.principal': identity, 'source.serviceAccount': account,
      'request.headers[:authority]': host, 'request.headers[host]': host,
    };
  }

  object(object: KnownObject): KnownObject {
    const changed = this.value(object, '') as KnownObject;
    if (object.kind !== 'Namespace') return changed;
    return { ...changed, metadata: { ...changed.metadata, name: this.names.namespaces?.[object.metadata.name] ?? object.metadata.name } };
  }

  private value(value: unknown, key: string): unknown {
    if (typeof value === 'string') return this.text(key, value);
    if (Array.isArray(value)) return value.map((item) => this.value(item, key));
    if (typeof value !== 'object' || value === null) return value;
    // Of a condition or an expression, another field says what the values are.
    const subject = 'key' in value && typeof value.key === 'string' ? value.key : undefined;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => (
      [name, this.value(inner, subject !== undefined && ['values', 'notValues'].includes(name) ? subject : name)])));
  }

  private text(key: string, text: string): string {
    const label = this.names.labels?.[key]?.[text];
    return label ?? (Object.hasOwn(this.byKey, key) ? this.byKey[key](text) : text);
  }

  /** `cluster.local/ns/shop/sa/web`, patterns of it, and the same as a URI. */
  private identity(text: string): string {
    const [scheme, rest] = text.startsWith('spiffe://') ? ['spiffe://', text.slice('spiffe://'.length)] : ['', text];
    const parts = rest.split('/');
    const at = parts.indexOf('ns') + 1;
    return scheme + parts.map((part, i) => (
      i === 0 && at !== 1 ? this.names.trustDomains?.[part] ?? part : at > 0 && i === at ? this.names.namespaces?.[part] ?? part : part)).join('/');
  }

  /** `shop/catalog.shop.svc.cluster.local`, `catalog.shop:80`, `api.example`. */
  private host(text: string): string {
    const [, scope, name, port] = /^(?:([^/]*)\/)?(.*?)(:\d+)?$/s.exec(text)!;
    const before = scope === undefined ? '' : `${this.names.namespaces?.[scope] ?? scope}/`;
    return `${before}${this.names.hosts?.[name] ?? this.serviceHost(name)}${port ?? ''}`;
  }

  private serviceHost(name: string): string {
    const [service, namespace, ...domain] = name.split('.');
    const isService = domain[0] === 'svc' || (domain.length === 0 && this.services.has(name));
    return isService ? [service, this.names.namespaces?.[namespace] ?? namespace, ...domain].join('.') : name;
  }
}
