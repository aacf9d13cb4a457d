import { Agent, request } from 'node:https';

/** What we use of any Kubernetes object. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly resourceVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
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

const DELETE_NOW = JSON.stringify({ kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0, propagationPolicy: 'Background' });

/** A few calls of the Kubernetes API over HTTPS; a client library would hide what the server says. */
export class ApiClient {
  static of(url: string, authority: Buffer, token: string): ApiClient {
    return new ApiClient(url, new Agent({ keepAlive: true, maxSockets: 8, ca: authority }), { authorization: `Bearer ${token}` }, new Map());
  }

  private constructor(
    private readonly url: string,
    private readonly agent: Agent,
    private readonly identity: Readonly<Record<string, string>>,
    private readonly discovered: Map<string, readonly Resource[]>,
  ) {}

  /** The same server, asked as `kubectl --as` asks it: in somebody else's name, without a group but that of all who are authenticated. */
  as(user: string): ApiClient {
    return new ApiClient(this.url, this.agent, { ...this.identity, 'impersonate-user': user }, this.discovered);
  }

  close(): void {
    this.agent.destroy();
  }

  call(method: string, path: string, body?: string, contentType = 'application/json'): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const headers = {
        ...this.identity,
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

  /** All of the object's kind in its namespace that carry a label. */
  async list(object: KubernetesObject, label: string): Promise<Reply> {
    const path = await this.knownPath(object);
    return this.call('GET', `${path.slice(0, path.lastIndexOf('/'))}?labelSelector=${encodeURIComponent(label)}`);
  }

  delete(object: KubernetesObject): Promise<Reply> {
    return this.knownPath(object).then((path) => this.call('DELETE', path, DELETE_NOW));
  }

  async remove(object: KubernetesObject): Promise<void> {
    const { status, body } = await this.delete(object);
    if (status !== 200 && status !== 202 && status !== 404) throw new Error(`${object.kind} ${object.metadata.name} cannot be deleted: ${body.message ?? status}`);
  }

  /** As rules of RBAC name it. */
  async resourceOf({ apiVersion, kind }: KubernetesObject): Promise<{ readonly group: string; readonly resource: string }> {
    const grouped = apiVersion.includes('/');
    const resource = (await this.resources(`${grouped ? '/apis' : '/api'}/${apiVersion}`)).find((r) => r.kind === kind);
    if (resource === undefined) throw new Error(`the API server has no kind ${kind} in ${apiVersion}`);
    return { group: grouped ? apiVersion.slice(0, apiVersion.indexOf('/')) : '', resource: resource.name };
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
