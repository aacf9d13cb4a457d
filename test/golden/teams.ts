import * as path from 'node:path';
import { build as money } from '../../examples/teams/money/build';
import { build as storefront } from '../../examples/teams/storefront/build';
import { type Files, synthesize } from './synthesize';

export const TEAMS = path.join(__dirname, '../../examples/teams');

/** Each repository, and in which other one its contract is committed. */
export const REPOSITORIES = [
  { name: 'storefront', build: storefront, contract: path.join(TEAMS, 'money/contracts/storefront.json') },
  { name: 'money', build: money, contract: path.join(TEAMS, 'storefront/contracts/money.json') },
] as const;

/** What a repository writes: its manifests, and its contract, of which the number of our release is left out. */
export function written({ build }: Pick<typeof REPOSITORIES[number], 'build'>): { readonly manifests: Files; readonly contract: string } {
  const { manifests, beside } = synthesize(({ outdir = 'dist' }) => build(outdir));
  return { manifests, contract: beside['mesh-access.out/contract.json'].replace(/(?<="producer": \{"name":"[^"]*","version":")[^"]*/, '0.0.0') };
}
