import { nearest } from '../../manifest/schema/nearest';

const FEW = 8;

/** ``did you mean `shop/catalog`?`` when a known name is close, the known names when they are few, `otherwise` when neither helps. */
export function didYouMean(wanted: string, known: Iterable<string>, otherwise: string): string {
  const names = [...new Set(known)].sort();
  const close = nearest(wanted, names);
  if (close !== undefined) return `did you mean \`${close}\`?`;
  return names.length > 0 && names.length <= FEW ? `use ${names.map((n) => `\`${n}\``).join(', ')}` : otherwise;
}
