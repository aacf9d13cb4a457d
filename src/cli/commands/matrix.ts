import { enforcedTable } from '../../report';
import { EXIT, type Io } from '../io';
import { settingsOf, type MeshOptions } from '../options';
import { matrixJson } from '../output/matrix-json';
import { matrixText } from '../output/matrix-text';
import { readWorld } from '../world';

/** Prints who may call whom, as the manifests allow it. */
export function matrixCommand(paths: readonly string[], options: MeshOptions & { readonly json?: boolean }, io: Io): number {
  const table = enforcedTable(readWorld(paths, settingsOf(options), io));
  io.out(options.json ? matrixJson(table) : matrixText(table));
  return EXIT.OK;
}
