import { THROUGH_GATEWAYS } from '../../manifest/validate/ingress-routes';
import { type AccessTable, enforcedAccess, tableOf } from '../../report';
import { EXIT, InputError, type Io } from '../io';
import { settingsOf, type MeshOptions, type OutputOptions } from '../options';
import { type Grouping, regrouped } from '../output/matrix-by';
import { matrixCsv } from '../output/matrix-csv';
import { matrixJson } from '../output/matrix-json';
import { matrixMarkdown } from '../output/matrix-markdown';
import { matrixText } from '../output/matrix-text';
import { selected, type Selection } from '../selection';
import { readWorld } from '../world';

export interface MatrixOptions extends Selection, OutputOptions<'text' | 'json' | 'markdown' | 'csv'> {
  readonly by: Grouping;
}

/** Prints who may call whom, as the manifests allow it. */
export function matrixCommand(paths: readonly string[], options: MeshOptions & MatrixOptions, io: Io): number {
  const { by, format } = options;
  if (by !== 'callee' && (format === 'json' || format === 'csv')) {
    throw new InputError([`[not-grouped] \`--by ${by}\` is for people, and \`--format ${format}\` has the rows as they are; leave one out`]);
  }
  const world = readWorld(paths, settingsOf(options, io), io, THROUGH_GATEWAYS);
  const table = regrouped(tableOf(world, selected(enforcedAccess(world), options)), by);
  io.out(written(table, options, io));
  return EXIT.OK;
}

function written(table: AccessTable, { format, by }: MatrixOptions, { paint }: Io): string {
  switch (format) {
    case 'text': return matrixText(table, paint);
    case 'json': return matrixJson(table);
    case 'markdown': return matrixMarkdown(table, by);
    case 'csv': return matrixCsv(table);
  }
}
