import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { connect } from 'node:tls';

/** A TLS ClientHello with this server name, and nothing after it: whoever routes by name has seen enough. */
export function writeHello(socket: Socket, serverName: string): void {
  const oneWay = new Duplex({
    read() {
      // What comes back is not for TLS to read.
    },
    write(chunk: Buffer, _encoding, done) {
      socket.write(chunk);
      done();
    },
  });
  connect({ socket: oneWay, servername: serverName, rejectUnauthorized: false, ALPNProtocols: ['h2', 'http/1.1'] }).on('error', () => {
    // The handshake is never finished.
  });
}
