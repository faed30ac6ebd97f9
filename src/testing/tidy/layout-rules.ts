/**
 * Who may import whom. A room is a folder of src; its row names every room it may import from.
 *
 * Tests may reach across rooms; the code they test may not. What a room needs and its row does not
 * give is handed in by the room above it.
 */
import type { SourceFile } from './source-files.ts';

export interface Complaint {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly remedy: string;
}

const engineParts = [
  'engine/keyspace',
  'engine/rdb',
  'engine/commands',
  'engine/server',
  'engine/persistence',
  'engine/scripting',
];
const engine = ['engine', ...engineParts];
const pureBelowServer = [
  'base',
  'structures',
  'protocol',
  'contract',
  'engine/keyspace',
  'engine/rdb',
];

/** Rooms by folder; the longest folder that holds a file is its room. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  base: [],
  contract: [],
  structures: ['base'],
  protocol: ['base'],
  'engine/keyspace': ['base', 'structures'],
  'engine/rdb': ['base', 'structures', 'engine/keyspace'],
  'engine/commands': pureBelowServer,
  'engine/scripting': [...pureBelowServer, 'engine/commands'],
  'engine/server': [...pureBelowServer, 'engine/commands', 'engine/scripting'],
  // Replaying a log runs its commands, so persistence sits above the server.
  'engine/persistence': [
    'base',
    'structures',
    'protocol',
    'engine/keyspace',
    'engine/rdb',
    'engine/commands',
    'engine/server',
  ],
  engine: ['base', 'structures', 'protocol', 'contract', ...engineParts],
  client: ['base', 'protocol'],
  inspect: [...engine, 'contract', 'structures', 'protocol', 'base'],
  'hosts/simulated': ['base'],
  hosts: [...engine, 'base', 'protocol', 'contract'],
  'hosts/node': [...engine, 'hosts', 'client', 'inspect', 'contract', 'labs', 'base', 'protocol'],
  'hosts/worker': [
    ...engine,
    'hosts',
    'client',
    'inspect',
    'contract',
    'labs',
    'labs/code',
    'labs/code/clients',
    'base',
    'protocol',
  ],
  'hosts/service-worker': ['contract'],
  // Code of the labs as it is shown and run: content, like a lesson.
  strategies: [],
  labs: [...engine, 'client', 'hosts/simulated', 'contract', 'protocol', 'base', 'labs/code'],
  // What runs learners' code, without the engine: it reaches servers through the Network port.
  'labs/code': ['client', 'contract', 'protocol', 'base'],
  'labs/code/clients': ['labs/code', 'client', 'contract', 'protocol', 'base'],
  course: ['contract'],
  'ui/i18n': ['base'],
  'ui/kit': ['base', 'contract', 'ui/i18n'],
  // protocol: how a typed line splits into arguments and how bytes are quoted.
  ui: ['client', 'protocol', 'contract', 'course', 'strategies', 'base', 'ui/kit', 'ui/i18n'],
  // The code editor compiles in the page, and shows the snippets.
  'ui/code': ['labs/code', 'strategies', 'ui/script', 'contract', 'base', 'ui/kit', 'ui/i18n'],
};

const pureRooms = new Set([
  'base',
  'contract',
  'structures',
  'protocol',
  ...engine,
  'client',
  'inspect',
  'hosts/simulated',
  'hosts',
  'labs',
  'labs/code',
]);

/** Packages that a pure room may import after all: each is itself free of a platform. */
const purePackages: Readonly<Record<string, readonly string[]>> = {
  'engine/scripting': ['lua-redis-wasm'],
  base: ['@noble/hashes/legacy.js', '@noble/hashes/sha2.js'],
};

/** The room of a file under src, `ui/FEATURE` for each feature, or null outside src. */
export function roomOf(path: string): string | null {
  if (!path.startsWith('src/')) return null;
  const folders = path.slice('src/'.length).split('/').slice(0, -1);
  if (folders[0] === 'testing') return 'testing';
  if (folders[0] === 'ui' && folders.length > 1) return `ui/${folders[1]}`;
  for (let depth = folders.length; depth > 0; depth--) {
    const room = folders.slice(0, depth).join('/');
    if (room in mayImport) return room;
  }
  return folders.join('/');
}

function allowedFor(room: string): readonly string[] | 'everything' {
  if (room === 'ui/shell' || room === 'testing' || room === 'ui') return 'everything';
  const row = mayImport[room] ?? (room.startsWith('ui/') ? mayImport.ui : undefined);
  return row ?? [];
}

const forbiddenToUi = /^(engine|structures|inspect|hosts)(\/|$)/;

function checkImport(
  file: SourceFile,
  room: string,
  one: SourceFile['imports'][number],
): Complaint | null {
  const complain = (rule: string, remedy: string): Complaint => ({
    file: file.path,
    line: one.line,
    rule,
    remedy,
  });
  if (!one.relative) {
    if (!pureRooms.has(room) || purePackages[room]?.includes(one.target)) return null;
    return complain(
      `${room} is pure and imports ${one.target}`,
      'have the host hand in what is needed through a port of src/base/ports.ts',
    );
  }
  const target = roomOf(one.target);
  if (target === null || target === room) return null;
  if (target === 'testing') {
    return complain('product code imports src/testing', 'move what is shared out of testing');
  }
  if (room.startsWith('ui') && forbiddenToUi.test(target)) {
    return complain(
      `the UI imports ${target}`,
      'ask the worker through src/contract, or move a plain type there',
    );
  }
  const allowed = allowedFor(room);
  if (allowed === 'everything' || allowed.includes(target)) return null;
  return complain(
    `${room} must not import ${target}`,
    `it may import ${allowed.join(', ') || 'nothing'}; move the code, or have it handed in`,
  );
}

export function checkLayout(files: readonly SourceFile[]): Complaint[] {
  return files.flatMap((file) => {
    const room = roomOf(file.path);
    const exempt = file.isTest || /(^|\/)(vite-plugin|disk-contract)[^/]*\.ts$/.test(file.path);
    if (room === null || room === 'testing' || exempt) return [];
    return file.imports.flatMap((one) => checkImport(file, room, one) ?? []);
  });
}

/** Rings of value imports; rings of type imports vanish before anything runs and are allowed. */
export function checkCycles(files: readonly SourceFile[]): Complaint[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const complaints: Complaint[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      complaints.push({
        file: path,
        line: 1,
        rule: `import cycle: ${[...trail.slice(at), path].join(' -> ')}`,
        remedy: 'move what both need into a third file, or import only the type',
      });
      return;
    }
    if (done.has(path)) return;
    const values = byPath.get(path)?.imports.filter((one) => one.relative && !one.typeOnly) ?? [];
    for (const one of values) visit(one.target, [...trail, path]);
    done.add(path);
  };
  for (const file of files) visit(file.path, []);
  return complaints;
}
