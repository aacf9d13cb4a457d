import { contains } from '../model/cidr';
import type { AddressesModel } from '../model/model';
import { sortedUnique } from './sorting';

/** The same addresses in one spelling: no block in another one or in an exception, and no exception that takes nothing away. */
export function addressBlocks({ cidrs, except }: AddressesModel): AddressesModel {
  const without = outermost(except);
  const kept = outermost(cidrs).filter((cidr) => !without.some((e) => contains(e, cidr)));
  return { cidrs: kept, except: without.filter((e) => kept.some((cidr) => contains(cidr, e))) };
}

/** The addresses that are in both. Two blocks are apart, or one lies in the other. */
export function intersection(a: AddressesModel, b: AddressesModel): AddressesModel {
  const cidrs = a.cidrs.flatMap((x) => b.cidrs.flatMap((y) => (contains(x, y) ? [y] : contains(y, x) ? [x] : [])));
  return addressBlocks({ cidrs, except: [...a.except, ...b.except] });
}

function outermost(cidrs: readonly string[]): string[] {
  return sortedUnique(cidrs.filter((cidr) => !cidrs.some((other) => other !== cidr && contains(other, cidr))));
}
