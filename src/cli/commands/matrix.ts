import { enforcedAccess, tableOf } from '../../report';
import { EXIT, type Io } from '../io';
import { settingsOf, type MeshOptions, type OutputOptions } from '../options';
import { matrixCsv } from '../output/matrix-csv';
import { matrixJson } from '../output/matrix-json';
import { matrixMarkdown } from '../output/matrix-markdown';
import { matrixText } from '../output/matrix-text';
import { selected, type Selection } from '../selection';
import { readWorld } from '../world';

export interface MatrixOptions extends Selection, OutputOptions<keyof typeof FORMATS> {}

/** Prints who may call whom, as the manifests allow it. */
export function matrixCommand(paths: readonly string[], options: MeshOptions & MatrixOptions, io: Io): number {
  const world = readWorld(paths, settingsOf(options), io);
  const table = tableOf(world, selected(enforcedAccess(world), options));
  io.out(FORMATS[options.format](table, io.paint));
  return EXIT.OK;
}

const FORMATS = { text: matrixText, json: matrixJson, markdown: matrixMarkdown, csv: matrixCsv } as const;
