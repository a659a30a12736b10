import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answered = { status?: number; headers?: Record<string, string>; body: string | Buffer };
export type Route = (request: IncomingMessage, url: URL) => Answered | null | Promise<Answered | null>;
export type Host = { port: number; close(): Promise<void>; seen: { host: string; path: string; method: string }[] };

/** A web server on 127.0.0.1 and a free port for made-up hosts: the first route that answers wins, else 404. */
export async function serve(routes: Route[], port = 0): Promise<Host> {
  const seen: Host['seen'] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'nowhere'}`);
    seen.push({ host: url.host, path: url.pathname + url.search, method: request.method ?? 'GET' });
    for (const route of routes) {
      const found = await route(request, url);
      if (!found) continue;
      response.writeHead(found.status ?? 200, { 'content-type': 'text/html; charset=utf-8', ...found.headers });
      response.end(found.body);
      return;
    }
    response.writeHead(404, { 'content-type': 'text/plain' });
    response.end('nothing here');
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(String(error));
    });
  });
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
