import * as fc from 'fast-check';
import * as net from 'node:net';
import ipaddr from '../../src/kept/ipaddr';
import { hostBitsFault, isIPv4 } from '../../src/manifest/syntax/addresses';
import { nearest } from '../../src/manifest/schema/nearest';

test('an IPv4 address is what Node.js takes for one', () => {
  const byte = fc.oneof(fc.integer({ min: 0, max: 300 }).map(String), fc.constantFrom('', '00', '01', '256', ' 1', '1 ', '0x1', '-1', '１'));
  fc.assert(fc.property(fc.array(byte, { minLength: 1, maxLength: 5 }), fc.constantFrom('', '\n', '/8'), (bytes, end) => {
    const text = bytes.join('.') + end;
    expect(isIPv4(text)).toBe(net.isIPv4(text));
  }));
});

test('a block of IPv4 begins at its first address as the library says', () => {
  fc.assert(fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, bits) => {
    const network = ipaddr.IPv4.networkAddressFromCIDR(`${address}/${bits}`).toString();
    expect([hostBitsFault(`${network}/${bits}`), hostBitsFault(`${address}/${bits}`) === undefined]).toEqual([undefined, network === address]);
  }));
});

test('the word that was meant is what counting every edit finds', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'C', 'd'), maxLength: 9 });
  fc.assert(fc.property(word, word, (a, b) => {
    expect(nearest(a, [b]) === b).toBe(edits(a.toLowerCase(), b.toLowerCase()) <= Math.max(1, Math.floor(b.length / 3)));
  }), { numRuns: 500 });
});

/** Of the whole table, each cell by its definition. */
function edits(a: string, b: string): number {
  const table: number[][] = [];
  for (let i = 0; i <= a.length; i++) {
    table.push([]);
    for (let j = 0; j <= b.length; j++) {
      const ways = [i === 0 && j === 0 ? 0 : Infinity];
      if (i > 0) ways.push(table[i - 1][j] + 1);
      if (j > 0) ways.push(table[i][j - 1] + 1);
      if (i > 0 && j > 0) ways.push(table[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) ways.push(table[i - 2][j - 2] + 1);
      table[i].push(Math.min(...ways));
    }
  }
  return table[a.length][b.length];
}
