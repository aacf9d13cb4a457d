import { meshAccessMatchers } from './matchers';
import { accessTableSerializer, globalExpect } from './snapshot';

export { meshAccessMatchers };
export type { MeshAccessSubject } from './subject';

type Arguments<M> = M extends (received: never, ...rest: infer A) => unknown ? A : never;

/** One signature per matcher, from the matchers themselves: what is declared cannot drift from what is registered. */
export type MeshAccessMatchers<R> = {
  [K in keyof typeof meshAccessMatchers]: (...rest: Arguments<(typeof meshAccessMatchers)[K]>) => R;
};

declare global {
  namespace jest {
    interface Matchers<R, T = {}> extends MeshAccessMatchers<R> {}
  }
}
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends MeshAccessMatchers<R> {}
}

// Importing this module registers the matchers where `expect` is a global; elsewhere: `expect.extend(meshAccessMatchers)`.
const expect = globalExpect();
expect?.extend(meshAccessMatchers);
expect?.addSnapshotSerializer?.(accessTableSerializer);
