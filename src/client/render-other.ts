/**
 * Replies in two more shapes: the bytes on the wire, and JSON (a table is in render-table.ts).
 *
 * The wire form is written anew from the decoded tree; since the tree keeps every wire type and
 * every digit, it is what travelled (a blob error shows as a line error). JSON is for reading, not
 * a format with a promise: integers beyond 2^53 stay digits in quotes.
 */
import { escapeBytes, type RenderOptions, renderCli, showBytes } from './render-cli.ts';
import { type RespValue, scalarText } from './resp-value.ts';

const marks = { array: '*', map: '%', set: '~', push: '>' } as const;
const nulls = { bulk: '$-1', array: '*-1', resp3: '_' } as const;

/** One line per CR LF that travelled; bulk bodies with escapes. */
export function renderWire(value: RespValue, options: RenderOptions): string[] {
  const lines: string[] = [];
  const put = (value: RespValue): void => {
    switch (value.kind) {
      case 'simple':
        lines.push(`+${value.text}`);
        return;
      case 'error':
        lines.push(`-${value.text}`);
        return;
      case 'integer':
        lines.push(`:${value.digits}`);
        return;
      case 'double':
        lines.push(`,${value.text}`);
        return;
      case 'bignumber':
        lines.push(`(${value.digits}`);
        return;
      case 'boolean':
        lines.push(value.value ? '#t' : '#f');
        return;
      case 'null':
        lines.push(nulls[value.form]);
        return;
      case 'none':
        return;
      case 'bulk':
        lines.push(`$${value.text.length}`, escapeBytes(value.text, options));
        return;
      case 'verbatim':
        lines.push(
          `=${value.text.length + 4}`,
          `${value.format}:${escapeBytes(value.text, options)}`,
        );
        return;
      default: {
        const count = value.kind === 'map' ? value.items.length / 2 : value.items.length;
        lines.push(`${marks[value.kind]}${count}`);
        value.items.forEach(put);
      }
    }
  };
  put(value);
  return lines.map((line) => `${line}\\r\\n`);
}

function scalarShown(value: RespValue, options: RenderOptions): string | null {
  const text = scalarText(value);
  return text === null ? null : showBytes(text, options);
}

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | JsonValue[]
  | { [key: string]: JsonValue };

/** The reply as a JSON value; errors become `{ "error": ... }`. */
export function toJson(value: RespValue, options: RenderOptions): JsonValue {
  switch (value.kind) {
    case 'null':
      return null;
    case 'boolean':
      return value.value;
    case 'error':
      return { error: showBytes(value.text, options) };
    case 'integer': {
      const number = Number(value.digits);
      return Number.isSafeInteger(number) ? number : value.digits;
    }
    case 'double': {
      const number = Number(value.text);
      return Number.isFinite(number) ? number : value.text;
    }
    case 'map': {
      const out: [string, JsonValue][] = [];
      for (let i = 0; i + 1 < value.items.length; i += 2) {
        const field = value.items[i] as RespValue;
        const name = scalarText(field) ?? renderCli(field, options);
        out.push([showBytes(name, options), toJson(value.items[i + 1] as RespValue, options)]);
      }
      return Object.fromEntries(out);
    }
    case 'array':
    case 'set':
    case 'push':
      return value.items.map((item) => toJson(item, options));
    default:
      return scalarShown(value, options);
  }
}

export function renderJson(value: RespValue, options: RenderOptions): string {
  return JSON.stringify(toJson(value, options), null, 2);
}
