import type { Fault } from '../schema/kit';

/** Istio takes upper case in host names, which Kubernetes does not. */
const LABEL = /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const FIRST_LABEL = /^(\*|(\*|\*-)?[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;

/** A DNS label as Istio checks it: namespaces in hosts, port names. */
export function istioLabelFault(text: string): Fault | undefined {
  return text.length <= 63 && LABEL.test(text) ? undefined : { message: 'is not a DNS label' };
}

/** A host name without wildcard; a final dot is allowed. */
export function hostFault(host: string): Fault | undefined {
  return lengthFault(host) ?? labelsFault(host.split('.'));
}

/** Most hosts, at a glance. */
const PLAIN_HOST = /^(?:\*\.)?(?:[a-z](?:[-a-z0-9]*[a-z0-9])?\.)*[a-z](?:[-a-z0-9]*[a-z0-9])?$/;

/** A host name whose first label may begin with `*`: `*.example.com`. */
export function wildcardHostFault(host: string): Fault | undefined {
  if (host.length <= 63 && PLAIN_HOST.test(host)) return undefined;
  const wrongLength = lengthFault(host);
  if (wrongLength !== undefined) return wrongLength;
  const [first, ...rest] = host.split('.');
  if (first.length > 63 || !FIRST_LABEL.test(first)) return invalid(first);
  return rest.length === 0 ? undefined : labelsFault(rest);
}

function lengthFault(host: string): Fault | undefined {
  if (host === '') return { message: 'must not be empty' };
  return host.length > 255 ? { message: 'is longer than 255 characters' } : undefined;
}

function labelsFault(labels: readonly string[]): Fault | undefined {
  const last = labels.length - 1;
  if (/^[-+]?\d+$/.test(labels[last])) {
    return { message: 'ends in a number, so it is no host name', repair: 'put an address where addresses go' };
  }
  const wrong = labels.find((label, i) => !(LABEL.test(label) && label.length <= 63) && !(i === last && label === ''));
  return wrong === undefined ? undefined : invalid(wrong);
}

function invalid(label: string): Fault {
  return label.includes('*')
    ? { message: 'has a `*` that is not the start of the first label' }
    : { message: 'is not a host name', repair: 'use letters, digits and `-`, in labels of at most 63 characters joined by `.`' };
}

/** `namespace/host` of a Sidecar's egress: the namespace may be `.`, `*` or `~`, the host has a dot or is `*`. */
export function namespacedHostFault(text: string): Fault | undefined {
  const slash = text.indexOf('/');
  if (slash <= 0 || slash === text.length - 1) {
    return { message: 'is not `namespace/host`', repair: 'write `./host` for the Sidecar\'s own namespace, `*/host` for any' };
  }
  const namespace = text.slice(0, slash).replace(/^~/, '');
  const host = text.slice(slash + 1);
  if (namespace !== '' && namespace !== '*' && namespace !== '.' && istioLabelFault(namespace) !== undefined) {
    return { message: 'has a namespace that is not a DNS label, `.`, `*` or `~`' };
  }
  if (host === '*') return undefined;
  if (!host.includes('.')) {
    return { message: 'has a short host name', repair: `write the whole name, \`${host}.namespace.svc.cluster.local\`` };
  }
  const fault = wildcardHostFault(host);
  return fault === undefined ? undefined : { message: `has a host that ${fault.message}`, repair: fault.repair };
}

/** `.` for the own namespace, `*` for all, or a namespace; `~` (nobody) only where a ServiceEntry is exported. */
export function visibilityFault(text: string): Fault | undefined {
  return text === '.' || text === '*' || istioLabelFault(text) === undefined ? undefined : { message: 'is not a namespace, `.` or `*`' };
}
