import type { MeshModel } from './model';

/** `expires` is the last day on which something holds; days as text compare as days do. */
export function isPast({ asOf }: Pick<MeshModel, 'asOf'>, expires: string | undefined): boolean {
  return expires !== undefined && asOf !== undefined && asOf > expires;
}
