/** A file's text, or why it has none. */
export type Decoded = { readonly text: string } | { readonly text?: undefined; readonly message: string; readonly repair: string };

/** What a string can hold: https://nodejs.org/api/buffer.html#bufferconstantsmax_string_length */
const MOST_BYTES = 512 * 1024 * 1024;

/** UTF-8, with or without a mark of it before the first character. */
export function decode(bytes: Uint8Array): Decoded {
  if (bytes.length > MOST_BYTES) return { message: `the file has more than ${MOST_BYTES / 1024 / 1024} MiB`, repair: 'split it' };
  // PowerShell 5 writes it: https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_character_encoding
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return { message: 'the file is UTF-16 text', repair: 'save it as UTF-8; in PowerShell, `| Out-File -Encoding utf8`' };
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { message: 'the file is not UTF-8 text', repair: 'save it as UTF-8' };
  }
}
