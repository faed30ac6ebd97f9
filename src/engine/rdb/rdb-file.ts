/**
 * A whole data set as an RDB file, as SAVE writes it and as the base of an append-only log.
 *
 *   REDIS0012 | FA name value .. | F5 library .. | FE db FB keys expires
 *   | [FC expiry] [F8 idle | F9 frequency] type key value | .. | FF | CRC-64
 *
 * Writing takes the keyspace as it is between two commands; nothing is copied before. Reading
 * checks the checksum first, so that a file with a flipped bit changes nothing. Where something else
 * follows the data set (commands, in an append-only file of Redis 4 to 6) the checksum stands before
 * it and is found by reading; what turns out to be wrong then is taken out again.
 *
 * Files of every version from the first are read, as redis-server reads them: without a checksum
 * before version 5, expiries in seconds, keys without elements, which are passed over.
 */
import { type Bytes, bytesOf } from '../../base/bytes.ts';
import { crc64, crc64Bytes } from '../../base/crc64.ts';
import type { UnixMs } from '../../base/ports.ts';
import type { Database } from '../keyspace/database.ts';
import type { Keyspace } from '../keyspace/keyspace.ts';
import type { Value } from '../keyspace/values.ts';
import { CUT_OFF, EmptyValueError, RdbError, RdbReader } from './rdb-reader.ts';
import { rdbVersionOf } from './rdb-types.ts';
import { RdbWriter } from './rdb-writer.ts';
import { type OldValues, OldValuesMissing, readValue } from './value-reader.ts';
import { writeType, writeValue } from './value-writer.ts';

const MAGIC = 'REDIS';
const HEADER_BYTES = 9;
const CHECKSUM_BYTES = 8;
const CHECKSUM_SINCE = 5;
/** Redis's word for no expiry. */
const NO_EXPIRY = -1;

const OP_FUNCTION = 0xf5;
const OP_FUNCTION_PRE_GA = 0xf6;
const OP_MODULE_AUX = 0xf7;
const OP_IDLE = 0xf8;
const OP_FREQUENCY = 0xf9;
const OP_AUX = 0xfa;
const OP_RESIZE = 0xfb;
const OP_EXPIRY_MS = 0xfc;
const OP_EXPIRY = 0xfd;
const OP_SELECT = 0xfe;
const OP_END = 0xff;

export interface RdbFileFacts {
  /** 700, 702 or 704. */
  readonly version: number;
  /** As the file names its writer. */
  readonly redisVersion: string;
  readonly nowMs: UnixMs;
  readonly usedBytes: number;
  /** True for the base of an append-only log. */
  readonly isAofBase: boolean;
  /** No keys. */
  readonly functionsOnly: boolean;
  /** rdbcompression and rdbchecksum. */
  readonly compresses: boolean;
  readonly checksums: boolean;
  /** The code of every function library. */
  readonly libraries: readonly Bytes[];
}

export function writeRdbFile(keyspace: Keyspace, facts: RdbFileFacts): Uint8Array {
  const writer = new RdbWriter(facts.compresses);
  for (const char of MAGIC) writer.byte(char.charCodeAt(0));
  const digits = String(rdbVersionOf(facts.version)).padStart(4, '0');
  for (const digit of digits) writer.byte(digit.charCodeAt(0));
  writeAux(writer, 'redis-ver', facts.redisVersion);
  writeAux(writer, 'redis-bits', '64');
  writeAux(writer, 'ctime', String(Math.floor(facts.nowMs / 1000)));
  writeAux(writer, 'used-mem', String(facts.usedBytes));
  writeAux(writer, 'aof-base', facts.isAofBase ? '1' : '0');
  for (const code of facts.libraries) {
    writer.byte(OP_FUNCTION);
    writer.string(code);
  }
  const databases = facts.functionsOnly ? [] : keyspace.databases;
  for (const database of databases) writeDatabase(writer, database, facts.version);
  writer.byte(OP_END);
  writer.raw(facts.checksums ? crc64Bytes(crc64(writer.view())) : new Uint8Array(CHECKSUM_BYTES));
  return writer.view();
}

function writeAux(writer: RdbWriter, name: Bytes, value: Bytes): void {
  writer.byte(OP_AUX);
  writer.string(name);
  writer.string(value);
}

function writeDatabase(writer: RdbWriter, database: Database, version: number): void {
  const { entries, expires, index, keyspace } = database;
  if (entries.size === 0) return;
  writer.byte(OP_SELECT);
  writer.length(index);
  writer.byte(OP_RESIZE);
  writer.length(entries.size);
  writer.length(expires.size);
  for (let i = 0; i < entries.size; i++) {
    const key = entries.keyAt(i);
    const value = entries.valueAt(i);
    const expiresAtMs = database.expiresAt(key);
    if (expiresAtMs !== null) {
      writer.byte(OP_EXPIRY_MS);
      writer.time(expiresAtMs);
    }
    if (keyspace.usesLfu) {
      writer.byte(OP_FREQUENCY);
      writer.byte(keyspace.frequency(entries, i));
    } else if (keyspace.usesLru) {
      writer.byte(OP_IDLE);
      writer.length(keyspace.idleSeconds(entries, i));
    }
    writeType(writer, value, version);
    writer.string(key);
    writeValue(writer, value, version);
  }
}

export interface RdbFileContents {
  readonly keys: number;
  /** Keys whose time had passed, left out. */
  readonly expired: number;
  /** The names of keys without elements, left out. */
  readonly emptyKeys: readonly Bytes[];
  /** The version of Redis that wrote it, where it says so. */
  readonly writtenBy: Bytes | null;
  readonly libraries: readonly Bytes[];
  /** Where the data set ends in the file. */
  readonly endsAt: number;
}

/** True where the bytes begin as an RDB file does. */
export function isRdbFile(bytes: Uint8Array): boolean {
  return bytes.length >= HEADER_BYTES && bytesOf(bytes, 0, MAGIC.length) === MAGIC;
}

export interface RdbReadOptions {
  /** Readers of values as files up to Redis 6.2 have them, where they are there. */
  readonly old?: OldValues | null;
  /** Keys whose time has passed are taken, too. */
  readonly keepsExpired?: boolean;
  /** A key that is there already is replaced: it is a fault otherwise. */
  readonly replaces?: boolean;
}

/**
 * Puts the file's keys into the databases, beside those that are there. Throws `RdbError` where the
 * file cannot be read; keys before that place are there then, unless its checksum is wrong. Throws
 * `OldValuesMissing` where it needs `old`, having taken out again what it had put in; what it
 * `replaces` does not come back.
 */
export function readRdbFile(
  bytes: Uint8Array,
  keyspace: Keyspace,
  options: RdbReadOptions = {},
): RdbFileContents {
  const reader = new RdbReader(bytes);
  const hasChecksum = readHeader(reader, bytes, keyspace) >= CHECKSUM_SINCE;
  if (hasChecksum && bytes.length < HEADER_BYTES + CHECKSUM_BYTES) reader.cutOff();
  const isDoubtful =
    hasChecksum && !keyspace.skipsChecksums && checksumFault(bytes, bytes.length) !== null;
  const file = new FileReader(reader, keyspace, options);
  try {
    const contents = hasChecksum ? withChecksum(file.run()) : file.run();
    if (!isDoubtful) return contents;
    if (contents.endsAt > bytes.length) reader.cutOff();
    const fault = checksumFault(bytes, contents.endsAt);
    if (fault) throw fault;
    return contents;
  } catch (error) {
    if (isDoubtful || error instanceof OldValuesMissing) file.takeBack();
    throw error;
  }
}

const withChecksum = (contents: RdbFileContents): RdbFileContents => ({
  ...contents,
  endsAt: contents.endsAt + CHECKSUM_BYTES,
});

/** Answers with the file's version. */
function readHeader(reader: RdbReader, bytes: Uint8Array, keyspace: Keyspace): number {
  const refuse = (message: string, at: number): never => {
    throw new RdbError(message, at, true);
  };
  if (bytes.length < HEADER_BYTES) refuse(CUT_OFF, bytes.length);
  if (!isRdbFile(bytes)) refuse('Wrong signature trying to load DB from file', 0);
  const rdbVersion = Number.parseInt(bytesOf(bytes, MAGIC.length, HEADER_BYTES), 10);
  if (!(rdbVersion >= 1 && rdbVersion <= rdbVersionOf(keyspace.limits.version))) {
    refuse(`Can't handle RDB format version ${rdbVersion || 0}`, MAGIC.length);
  }
  reader.raw(HEADER_BYTES);
  return rdbVersion;
}

/** What is wrong with a data set whose checksum ends at `endsAt`, or null. */
function checksumFault(bytes: Uint8Array, endsAt: number): RdbError | null {
  const end = endsAt - CHECKSUM_BYTES;
  const told = new DataView(bytes.buffer, bytes.byteOffset + end, CHECKSUM_BYTES);
  const checksum = told.getBigUint64(0, true);
  if (checksum === 0n) return null;
  const expected = crc64(bytes.subarray(0, end));
  if (checksum === expected) return null;
  const [wanted, got] = [expected.toString(16), checksum.toString(16)];
  return new RdbError(
    `Wrong RDB checksum expected: (${wanted}) but got (${got}): RDB CRC error`,
    end,
  );
}

/** What stands before a key and is said of it. */
interface KeyFacts {
  expiresAtMs: UnixMs | null;
  idleSeconds: number | null;
  frequency: number | null;
}

class FileReader {
  private readonly reader: RdbReader;
  private readonly keyspace: Keyspace;
  private readonly options: RdbReadOptions;
  private readonly libraries: Bytes[] = [];
  private database: Database;
  private facts: KeyFacts = { expiresAtMs: null, idleSeconds: null, frequency: null };
  private keys = 0;
  private expired = 0;
  private readonly emptyKeys: Bytes[] = [];
  private writtenBy: Bytes | null = null;
  /** What has been put beside other keys; null where all keys are the file's. */
  private readonly added: [Database, Bytes][] | null;

  constructor(reader: RdbReader, keyspace: Keyspace, options: RdbReadOptions) {
    this.reader = reader;
    this.keyspace = keyspace;
    this.options = options;
    this.database = keyspace.databases[0] as Database;
    this.added = keyspace.size > 0 ? [] : null;
  }

  /** Takes out what was put in; what was replaced is gone. */
  takeBack(): void {
    if (this.added === null) this.keyspace.flushAll();
    else for (const [database, key] of this.added) database.delete(key);
  }

  run(): RdbFileContents {
    for (let op = this.reader.byte(); op !== OP_END; op = this.reader.byte()) this.take(op);
    const { keys, expired, emptyKeys, writtenBy, libraries } = this;
    return { keys, expired, emptyKeys, writtenBy, libraries, endsAt: this.reader.offset };
  }

  private take(op: number): void {
    const { reader, facts } = this;
    switch (op) {
      case OP_AUX:
        this.takeAux(reader.string(), reader.string());
        return;
      case OP_FUNCTION:
        this.libraries.push(reader.string());
        return;
      case OP_FUNCTION_PRE_GA:
        return reader.fail('Pre-release function format not supported.');
      case OP_MODULE_AUX:
        return reader.fail(
          `The RDB file contains AUX module data I can't load: no matching module '${reader.moduleName()}'`,
        );
      case OP_SELECT:
        this.select(reader.length());
        return;
      case OP_RESIZE:
        this.database.entries.reserve(reader.promised(2));
        this.database.expires.reserve(reader.promised(2));
        return;
      case OP_EXPIRY_MS:
        facts.expiresAtMs = reader.time();
        return;
      case OP_EXPIRY:
        facts.expiresAtMs = reader.seconds() * 1000;
        return;
      case OP_IDLE:
        facts.idleSeconds = reader.length();
        return;
      case OP_FREQUENCY:
        facts.frequency = reader.byte();
        return;
      default:
        this.takeKey(op);
    }
  }

  private takeAux(name: Bytes, value: Bytes): void {
    if (name.toLowerCase() === 'redis-ver') this.writtenBy = value;
  }

  private select(index: number): void {
    const { databases } = this.keyspace;
    this.database =
      databases[index] ??
      this.reader.fail(
        `FATAL: Data file was created with a Redis server configured to handle more than ${databases.length} databases`,
      );
  }

  private takeKey(type: number): void {
    const key = this.reader.string();
    const value = this.readValue(type);
    const { keyspace, facts } = this;
    this.facts = { expiresAtMs: null, idleSeconds: null, frequency: null };
    const expiresAtMs = facts.expiresAtMs === NO_EXPIRY ? null : facts.expiresAtMs;
    const hasExpired = expiresAtMs !== null && expiresAtMs < keyspace.nowMs;
    if (value === null) this.emptyKeys.push(key);
    else if (hasExpired && !this.options.keepsExpired) this.expired++;
    else this.add(key, value, expiresAtMs, facts);
  }

  /** Null where it has no elements. */
  private readValue(type: number): Value | null {
    try {
      return readValue(this.reader, type, this.keyspace.limits, this.options.old ?? null);
    } catch (error) {
      if (error instanceof EmptyValueError) return null;
      throw error;
    }
  }

  private add(key: Bytes, value: Value, expiresAtMs: UnixMs | null, facts: KeyFacts): void {
    const { reader, keyspace, database } = this;
    if (database.entries.has(key) && (!this.options.replaces || !database.delete(key))) {
      reader.fail(`RDB has duplicated key '${key}' in DB ${database.index}`);
    }
    database.add(key, value);
    this.added?.push([database, key]);
    if (expiresAtMs !== null) database.setExpiry(key, expiresAtMs);
    const at = database.entries.find(key);
    if (facts.idleSeconds !== null)
      keyspace.setIdleSeconds(database.entries, at, facts.idleSeconds);
    if (facts.frequency !== null) keyspace.setFrequency(database.entries, at, facts.frequency);
    this.keys++;
  }
}
