/** Reads a message of a learner's worker: what is not exactly as it should be is no message. */
import type {
  CodeFailure,
  CodeFromWorker,
  CodePlace,
  CodePrintLevel,
} from '../../contract/code.ts';

const levels: readonly CodePrintLevel[] = ['log', 'info', 'debug', 'warn', 'error'];
const failureKinds: readonly CodeFailure['kind'][] = ['syntax', 'error', 'rejection', 'endless'];

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value);
const isText = (value: unknown): value is string => typeof value === 'string';

export function readMessage(data: unknown): CodeFromWorker | null {
  if (!isFields(data)) return null;
  const { kind, connection } = data;
  if (kind === 'pong') return isCount(data.n) ? { kind, n: data.n } : null;
  if (kind === 'ended' || kind === 'print-limit') return { kind };
  if (kind === 'print') {
    const level = levels.find((one) => one === data.level);
    return level && isText(data.text) ? { kind, level, text: data.text } : null;
  }
  if (kind === 'failure') {
    const failure = readFailure(data.failure);
    return failure && { kind, failure };
  }
  if (!isCount(connection)) return null;
  if (kind === 'connect' || kind === 'hang-up') return { kind, connection };
  if (kind === 'send' && data.bytes instanceof Uint8Array) {
    return { kind, connection, bytes: data.bytes };
  }
  return null;
}

function readFailure(value: unknown): CodeFailure | null {
  if (!isFields(value) || !isText(value.text) || !Array.isArray(value.stack)) return null;
  const kind = failureKinds.find((one) => one === value.kind);
  if (!kind) return null;
  const stack = value.stack.filter(isText).slice(0, 20);
  return { kind, text: value.text, stack, place: readPlace(value.place) };
}

function readPlace(value: unknown): CodePlace | null {
  if (!isFields(value) || !isCount(value.line) || !isCount(value.column)) return null;
  return { line: value.line, column: value.column };
}
