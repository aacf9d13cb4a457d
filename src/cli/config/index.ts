import type { Command } from '../../kept/commander';
import { findDefaults } from './find';
import { readDefaults, settable } from './read';

/** Options of facts that files call otherwise. */
const OPTIONS: Readonly<Record<string, string>> = { trustDomainAliases: 'trustDomainAlias' };

/** Sets what the command line left open. `config`: a file; `false`: none; left out: the one that is found. */
export function applyDefaults(command: Command, all: () => Command, config: string | false | undefined): void {
  const file = config ?? findDefaults();
  const defaults = typeof file === 'string' ? readDefaults(file, all()) : undefined;
  const own = defaults?.commands.get(command.name());
  // A MeshConfig that is named is about another mesh, perhaps.
  const facts = command.getOptionValueSource('meshConfig') === undefined ? defaults?.mesh : undefined;
  for (const [fact, value] of Object.entries(facts ?? {})) setDefault(command, OPTIONS[fact] ?? fact, value);
  for (const [option, value] of own ?? []) setDefault(command, option, value);
  fillPaths(command, own, defaults?.paths);
  // Not an option: for those who work on them only at times.
  if (defaults?.paths !== undefined) command.setOptionValueWithSource('paths', defaults.paths, 'config');
}

function setDefault(command: Command, option: string, value: unknown): void {
  const isKnown = command.options.some((o) => o.attributeName() === option);
  const source = command.getOptionValueSource(option);
  if (isKnown && (source === undefined || source === 'default')) command.setOptionValueWithSource(option, value, 'config');
}

/** A command that works on nothing has been mistyped: it does not succeed. */
function fillPaths(command: Command, own: ReadonlyMap<string, unknown> | undefined, common: readonly string[] | undefined): void {
  const { list } = settable(command);
  const at = command.registeredArguments.findIndex((argument) => argument.name() === list);
  if (at < 0 || (command.processedArgs[at] as readonly string[]).length > 0) return;
  command.processedArgs[at] = own?.get(list!) ?? (list === 'paths' ? common : undefined) ?? [];
}
