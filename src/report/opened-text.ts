import { placeText } from '../proof/mentions';
import type { OpenedAccess } from '../proof/types';

/** One line for each: `ingress-policy: shop/redis:6379 from a pod in shop with redis-client=true: everything`. */
export function openedTexts(access: readonly OpenedAccess[]): readonly string[] {
  return access.map(({ layer, callers, callees, ports, requests, undecided, together = [] }) => {
    const to = ports.length === 0 ? callees : callees.flatMap((callee) => ports.map((port) => portText(callee, port)));
    const others = together.length === 0 ? '' : ` (with ${together.join(', ')})`;
    return `${layer ?? 'all layers, for example'}: ${to.join(', ')} from ${callers.join('; ')}: ${undecided ? 'perhaps ' : ''}${requests}${others}`;
  });
}

/** `shop/redis:6379`, `shop/dns:53 (UDP)`. */
function portText(callee: string, text: string): string {
  const [port, protocol] = text.split('/');
  return `${placeText(callee, Number(port))}${protocol === undefined ? '' : ` (${protocol})`}`;
}
