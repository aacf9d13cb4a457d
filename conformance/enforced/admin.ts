import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { BUILD } from '../harness/paths';

/** What an Envoy counts and says of itself, under the names that Istio gives its counters. */
export class Admin {
  static in(dir: string, bootstrap: string): Admin {
    const socket = join(dir, 'admin.sock');
    const file = join(dir, 'with-admin.json');
    const written = JSON.parse(readFileSync(bootstrap, 'utf8')) as Readonly<Record<string, unknown>>;
    writeFileSync(file, JSON.stringify({ ...written, stats_config: statsOfIstio(), admin: { address: { pipe: { path: socket } } } }));
    return new Admin(socket, file);
  }

  private constructor(private readonly socketPath: string, readonly bootstrap: string) {}

  /** What Prometheus scrapes. */
  get scraped(): Promise<string> {
    return this.ask('GET', '/stats/prometheus');
  }

  ask(method: 'GET' | 'POST', path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      request({ socketPath: this.socketPath, method, path }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => (response.statusCode === 200 ? resolve(text) : reject(new Error(`${method} ${path}: ${response.statusCode}: ${text}`))));
      }).on('error', reject).end();
    });
  }
}

/**
 * The tags of Istio's own bootstrap, and which counters it keeps at all: what it leaves out, no query finds.
 *
 * https://github.com/istio/istio/blob/master/tools/packaging/common/envoy_bootstrap.json
 */
function statsOfIstio(): object {
  const template = readFileSync(join(BUILD, 'envoy_bootstrap.json'), 'utf8');
  const tags = taken(template, /"stats_tags": (\[[\s\S]*?\n {4}\])/).replace(/\{\{- range[\s\S]*?\{\{- end \}\}/g, '');
  const suffixes = taken(readFileSync(join(BUILD, 'bootstrap-config.go'), 'utf8'), /rbacEnvoyStatsMatcherInclusionSuffix = "([^"]+)"/).split(',');
  return {
    use_all_default_tags: false,
    stats_tags: JSON.parse(tags) as unknown,
    stats_matcher: { inclusion_list: { patterns: suffixes.map((suffix) => ({ suffix })) } },
  };
}

function taken(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`Istio's bootstrap has no ${pattern.source}`);
  return found;
}
