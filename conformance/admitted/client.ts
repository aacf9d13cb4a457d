import { Agent, request } from 'node:https';

/** What we use of any Kubernetes object. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly resourceVersion?: string };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

export interface Reply {
  readonly status: number;
  readonly warnings: readonly string[];
  /** The object, a list, or a `Status` with a message. */
  readonly body: Partial<KubernetesObject> & {
    readonly message?: string;
    readonly items?: readonly KubernetesObject[];
    readonly resources?: readonly Resource[];
  };
}

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** A few calls of the Kubernetes API over HTTPS; a client library would hide what the server says. */
export class ApiClient {
  private readonly agent: Agent;
  private readonly discovered = new Map<string, readonly Resource[]>();

  constructor(private readonly url: string, authority: Buffer, private readonly token: string) {
    this.agent = new Agent({ keepAlive: true, maxSockets: 8, ca: authority });
  }

  close(): void {
    this.agent.destroy();
  }

  call(method: string, path: string, body?: string, contentType = 'application/json'): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${this.token}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }),
      };
      const call = request(this.url + path, { method, agent: this.agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, warnings: [response.headers.warning ?? []].flat(), body: parse(text) }));
      });
      call.on('error', reject).end(body);
    });
  }

  /** Server-side apply of YAML as it is written: with `Strict`, unknown and duplicate keys are errors. */
  async apply(object: KubernetesObject, yaml: string, options: { readonly dryRun?: boolean } = {}): Promise<Reply> {
    const path = await this.path(object);
    if (path === undefined) return { status: 404, warnings: [], body: { message: `no kind ${object.kind} in ${object.apiVersion}` } };
    const query = `fieldManager=conformance&force=true&fieldValidation=Strict${options.dryRun === true ? '&dryRun=All' : ''}`;
    return this.call('PATCH', `${path}?${query}`, yaml, 'application/apply-patch+yaml');
  }

  async get(object: KubernetesObject): Promise<Reply> {
    return this.call('GET', await this.knownPath(object));
  }

  async remove(object: KubernetesObject): Promise<void> {
    const options = JSON.stringify({ kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0, propagationPolicy: 'Background' });
    const { status, body } = await this.call('DELETE', await this.knownPath(object), options);
    if (status !== 200 && status !== 202 && status !== 404) throw new Error(`${object.kind} ${object.metadata.name} cannot be deleted: ${body.message ?? status}`);
  }

  private async knownPath(object: KubernetesObject): Promise<string> {
    const path = await this.path(object);
    if (path === undefined) throw new Error(`the API server has no kind ${object.kind} in ${object.apiVersion}`);
    return path;
  }

  private async path({ apiVersion, kind, metadata }: KubernetesObject): Promise<string | undefined> {
    const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const resource = (await this.resources(base)).find((r) => r.kind === kind);
    if (resource === undefined) return undefined;
    const namespace = resource.namespaced ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
    return `${base}${namespace}/${resource.name}/${encodeURIComponent(metadata.name)}`;
  }

  private async resources(base: string): Promise<readonly Resource[]> {
    const known = this.discovered.get(base);
    if (known !== undefined) return known;
    const { status, body } = await this.call('GET', base);
    if (status !== 200) return [];
    const resources = (body.resources ?? []).filter((r) => !r.name.includes('/'));
    this.discovered.set(base, resources);
    return resources;
  }
}

function parse(text: string): Reply['body'] {
  try {
    return JSON.parse(text) as Reply['body'];
  } catch {
    return { message: text };
  }
}
