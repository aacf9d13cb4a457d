import type { Finding } from '../manifest/schema/finding';

/** One line each: ``shop.json: services[0].ports[1].targetPort: [bad-port] must be from 1 to 65535, got `0` ``. */
export function contractProblems(file: string, problems: readonly Finding[]): readonly string[] {
  return problems.map(({ path, code, message, repair }) => (
    `${file}: ${path === '' ? '' : `${path}: `}[${code}] ${message}${repair === undefined ? '' : `; ${repair}`}`
  ));
}
