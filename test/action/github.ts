import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Comment {
  readonly id: number;
  readonly user: { readonly login: string };
  body: string;
}

/** As much of GitHub's API as is asked, with what it refuses: who may only read, and bodies that are too long. */
export class FakeGitHub {
  public readonly comments: Comment[] = [];
  public labels: string[] = [];
  public mayWrite = true;
  /** So many requests are answered by a fault of the server first. */
  public faults = 0;
  private readonly server: Server = createServer((request, response) => {
    void this.answer(request).then(({ status, value }) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value)));
  });

  public async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  public reset(): void {
    this.comments.length = 0;
    [this.labels, this.mayWrite, this.faults] = [[], true, 0];
  }

  private async answer(request: IncomingMessage): Promise<{ readonly status: number; readonly value: unknown }> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://api');
    if (request.headers.authorization !== 'Bearer token') return { status: 401, value: {} };
    if (this.faults-- > 0) return { status: 502, value: {} };
    const page = <T>(all: readonly T[]): readonly T[] => all.slice((Number(searchParams.get('page')) - 1) * 100).slice(0, Number(searchParams.get('per_page')));
    if (request.method === 'GET' && pathname === '/repos/shop/shop/issues/7/labels') return { status: 200, value: page(this.labels.map((name) => ({ name }))) };
    if (request.method === 'GET' && pathname === '/repos/shop/shop/issues/7/comments') return { status: 200, value: page(this.comments) };
    if (!this.mayWrite) return { status: 403, value: { message: 'Resource not accessible by integration' } };
    const { body } = JSON.parse(text) as { readonly body: string };
    if (body.length > 65_536) return { status: 422, value: { message: 'Body is too long (maximum is 65536 characters)' } };
    if (request.method === 'POST' && pathname === '/repos/shop/shop/issues/7/comments') {
      const comment = { id: this.comments.length + 1, user: { login: 'github-actions[bot]' }, body };
      this.comments.push(comment);
      return { status: 201, value: comment };
    }
    const own = this.comments.find(({ id }) => request.method === 'PATCH' && pathname === `/repos/shop/shop/issues/comments/${id}`);
    if (own === undefined) return { status: 404, value: {} };
    own.body = body;
    return { status: 200, value: own };
  }
}
