import type { Fault } from '../schema/kit';

// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const PORT_NAME = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;

/** RFC 1123 label: namespaces, Service port names. */
export function dnsLabelFault(text: string): Fault | undefined {
  if (text.length > 63) return { message: `has ${text.length} characters; at most 63 are allowed` };
  return LABEL.test(text)
    ? undefined
    : { message: 'is not a DNS label', repair: 'use lower-case letters, digits and `-`, with a letter or digit at both ends' };
}

/** RFC 1123 subdomain: most object names. */
export function dnsSubdomainFault(text: string): Fault | undefined {
  if (text.length > 253) return { message: `has ${text.length} characters; at most 253 are allowed` };
  return SUBDOMAIN.test(text)
    ? undefined
    : { message: 'is not a DNS name', repair: 'use lower-case letters, digits, `-` and `.`, with a letter or digit at both ends of each part' };
}

/** Name of a port of a container, and a reference to one: at most 15 characters with a letter among them (RFC 6335). */
export function portNameFault(text: string): Fault | undefined {
  if (/^\d+$/.test(text)) {
    return { message: 'is a port name because of its quotes, and a name needs a letter', repair: 'remove the quotes' };
  }
  if (text.length > 15) return { message: `has ${text.length} characters; a port name has at most 15` };
  return PORT_NAME.test(text) && /[a-z]/.test(text) && !text.includes('--')
    ? undefined
    : { message: 'is not a port name', repair: 'use lower-case letters, digits and single `-`, with a letter among them' };
}

/** Key of a label or annotation: `name` or `prefix/name`. */
export function labelKeyFault(key: string): Fault | undefined {
  const slash = key.indexOf('/');
  const name = key.slice(slash + 1);
  if (slash === 0 || (slash > 0 && dnsSubdomainFault(key.slice(0, slash)) !== undefined)) {
    return { message: 'has a prefix that is not a DNS name' };
  }
  if (name.length > 63) return { message: `has a name of ${name.length} characters; at most 63 are allowed` };
  return QUALIFIED.test(name)
    ? undefined
    : { message: 'is not a label or annotation key', repair: 'use letters, digits, `-`, `_` and `.`, with a letter or digit at both ends' };
}

export function labelValueFault(value: string): Fault | undefined {
  if (value.length > 63) return { message: `has ${value.length} characters; a label value has at most 63` };
  return value === '' || QUALIFIED.test(value)
    ? undefined
    : { message: 'is not a label value', repair: 'use letters, digits, `-`, `_` and `.`, with a letter or digit at both ends' };
}
