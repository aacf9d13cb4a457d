import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settable } from '../../src/cli/config/read';
import { program } from '../../src/cli/program';
import type { Setting } from '../../src/cli/setting';

export const DEFAULTS_SCHEMA = join(__dirname, '../../schema/mesh-access.schema.json');

/** The schema of `mesh-access.yaml`, from the definitions of the commands that it sets something for. */
export function defaultsSchema(): string {
  const { commands } = program({ out: () => undefined, err: () => undefined }, () => undefined);
  const sections = commands.filter((command) => settable(command).settings.length > 0).map((command) => {
    const { settings, list } = settable(command);
    const properties = {
      ...Object.fromEntries(settings.map((setting) => [setting.attributeName(), valueOf(setting)])),
      ...(list === undefined ? {} : { [list]: { $ref: '#/definitions/paths' } }),
    };
    return [command.name(), { description: `Of \`mesh-access ${command.name()}\`.`, type: 'object', additionalProperties: false, properties }] as const;
  });
  return `${JSON.stringify({
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Defaults of mesh-access',
    description: '`mesh-access.yaml`: what commands take where the command line says nothing.',
    type: 'object',
    additionalProperties: false,
    properties: {
      paths: { $ref: '#/definitions/paths' },
      mesh: { $ref: 'case-file.schema.json#/definitions/mesh' },
      ...Object.fromEntries(sections),
    },
    definitions: {
      paths: { description: 'Files and directories, relative to this file.', type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
    },
  }, undefined, 2)}\n`;
}

function valueOf(setting: Setting): object {
  const { description, argChoices, parseArg, defaultValue } = setting;
  const byDefault = defaultValue === undefined ? {} : { default: defaultValue as unknown };
  if (argChoices !== undefined) return { description, enum: argChoices, ...byDefault };
  if (setting.isBoolean()) return { description, type: 'boolean', ...byDefault };
  if (parseArg !== undefined) return { description, type: 'array', items: { type: 'string', minLength: 1 } };
  return { description, type: 'string', minLength: 1, ...byDefault };
}

// npx tsx test/cli/defaults-schema.ts
if (require.main === module) writeFileSync(DEFAULTS_SCHEMA, defaultsSchema());
