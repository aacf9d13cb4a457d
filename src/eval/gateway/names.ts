/** `namespace/name`, as a VirtualService may write it: a short name is of its own namespace, and one with dots goes on with the namespace. */
export function gatewayName(text: string, own: string): string {
  if (text.includes('/')) return text.startsWith('./') ? `${own}/${text.slice(2)}` : text;
  const [name, namespace] = text.split('.');
  return `${namespace ?? own}/${name}`;
}
