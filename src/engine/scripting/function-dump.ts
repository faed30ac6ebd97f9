/**
 * FUNCTION DUMP's payload: each library as RDB writes it (opcode 245, its code as a string), sealed as
 * DUMP's payloads are.
 *
 * Invariant: byte for byte what a server of the emulated version writes.
 */
import { type Bytes, toUint8Array } from '../../base/bytes.ts';
import { fail } from '../commands/errors.ts';
import { isSealed, PAYLOAD_FOOTER_BYTES, sealPayload } from '../rdb/dump-payload.ts';
import { RdbError, RdbReader } from '../rdb/rdb-reader.ts';
import { RdbWriter } from '../rdb/rdb-writer.ts';

const FUNCTION = 245;
const FUNCTION_PRE_GA = 246;

/** `compresses` is the directive rdbcompression. */
export function dumpLibraries(
  codes: Iterable<Bytes>,
  version: number,
  compresses: boolean,
): Uint8Array {
  const writer = new RdbWriter(compresses);
  for (const code of codes) {
    writer.byte(FUNCTION);
    writer.string(code);
  }
  return sealPayload(writer, version);
}

/**
 * The libraries' codes, one by one: what comes before a damage is handed out before the command ends
 * with an error. As in Redis, a string that is a little short goes on into the seal.
 */
export function* readDump(
  dump: Bytes,
  version: number,
  skipsChecksum: boolean,
): Generator<Bytes, void> {
  const payload = toUint8Array(dump);
  if (!isSealed(payload, version, skipsChecksum)) {
    fail('ERR DUMP payload version or checksum are wrong');
  }
  const reader = new RdbReader(payload);
  while (reader.offset < payload.length - PAYLOAD_FOOTER_BYTES) {
    const opcode = reader.byte();
    if (opcode === FUNCTION) yield part('payload', () => reader.string());
    else if (opcode !== FUNCTION_PRE_GA) fail('ERR given type is not a function');
    else if (version >= 702) fail('ERR Pre-GA function format not supported');
    else yield readPreGa(reader);
  }
}

/** A library as release candidates of 7.0 wrote it, which 7.0 makes one of today's of. */
function readPreGa(reader: RdbReader): Bytes {
  const string = () => reader.string();
  const name = part('name', string, 'library');
  const engine = part('name', string, 'engine');
  const isDescribed = part('description indicator', () => reader.length()) > 0;
  if (isDescribed) part('description', string);
  return `#!${engine} name=${name}\n${part('blob', string)}`;
}

/** What `read` reads; where it cannot, the command ends. */
function part<T>(what: string, read: () => T, of = 'library'): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RdbError) return fail(`ERR Failed loading ${of} ${what}`);
    throw error;
  }
}
