import type { PlatformName } from '../model/model';
import { ISTIO } from './istio';
import { KUBERNETES } from './kubernetes';
import type { Platform } from './platform';

const PLATFORMS: Readonly<Record<PlatformName, Platform>> = { istio: ISTIO, kubernetes: KUBERNETES };

export function platformFor(name: PlatformName): Platform {
  return PLATFORMS[name];
}
