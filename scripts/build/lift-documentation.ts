/**
 * Commands are written with their documentation; what runs them does not need it. In the page's build
 * it is taken out of their values, and `engine/documentation.ts` becomes a table of it, which is
 * loaded when somebody asks. Everywhere else the sources are as they are written.
 */
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Plugin, parseAst, runnerImport } from 'vite';

const SOURCE = fileURLToPath(new URL('../../src/engine/documentation.ts', import.meta.url));
const ENGINE = fileURLToPath(new URL('../../src/engine/', import.meta.url));
/** What shows that an object is a command's value, or part of one, and what of it is documentation. */
const COMMAND = ['since', 'syntax'];
const DOCUMENTATION = new Set(['summary', 'complexity', 'history', 'deprecated']);

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The text without the documentation of the commands written in it. */
export function withoutDocumentation(source: string): string {
  const cuts: Range[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (typeof node === 'object' && node !== null) {
      const properties = propertiesOf(node);
      if (COMMAND.some((name) => properties.has(name))) {
        for (const [name, range] of properties) if (DOCUMENTATION.has(name)) cuts.push(range);
      }
      Object.values(node).forEach(visit);
    }
  };
  visit(parseAst(source, { lang: 'ts' }).body);
  let text = source;
  for (const { start, end } of cuts.sort((a, b) => b.start - a.start)) {
    text = text.slice(0, start) + text.slice(end).replace(/^\s*,/, '');
  }
  return text;
}

/** The named properties of an object literal, and where they stand. */
function propertiesOf(node: object): ReadonlyMap<string, Range> {
  const found = new Map<string, Range>();
  if (!('type' in node) || node.type !== 'ObjectExpression' || !('properties' in node))
    return found;
  for (const property of node.properties as (Range & { key?: { name?: string } })[]) {
    const name = property.key?.name;
    if (name !== undefined) found.set(name, property);
  }
  return found;
}

let table: Promise<string> | null = null;

/** The module that the sources' own evaluation comes to. */
async function tableModule(): Promise<string> {
  const { module } = await runnerImport<typeof import('../../src/engine/documentation.ts')>(
    SOURCE,
    {
      configFile: false,
      logLevel: 'error',
    },
  );
  return `export const documentation = new Map(${JSON.stringify([...module.documentation])});`;
}

export function liftDocumentation(): Plugin {
  return {
    name: 'lift-documentation',
    apply: 'build',
    enforce: 'pre',
    load: {
      filter: { id: SOURCE },
      handler() {
        table ??= tableModule();
        return table.then((code) => ({ code, moduleType: 'js' }));
      },
    },
    transform: {
      filter: { id: /src[\\/]engine[\\/].*\.ts$/, code: /summary/ },
      handler(code, id) {
        const isEngine = id.startsWith(ENGINE.split(sep).join('/'));
        return isEngine ? { code: withoutDocumentation(code), map: null } : null;
      },
    },
  };
}
