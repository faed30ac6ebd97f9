/**
 * Rules on the code inside a file: what a pure room must not touch, how long things may be, and
 * what no file may contain.
 *
 * A function's length is counted without the functions nested in it, so that a factory that closes
 * over its state is judged by its own lines. Test files have no function limit and need no opening comment.
 */
import { Visitor } from 'vite';
import { type Complaint, roomOf } from './layout-rules.ts';
import type { SourceFile } from './source-files.ts';

const fileLinesMax = 500;
const testLinesMax = 800;
const functionLinesMax = 70;
const componentLinesMax = 150;

/** A file whose first line says so is a table of data, and may be as long as its data. */
const dataMarker = /^\/\*\*? ?Data table\b/;

interface Span {
  readonly start: number;
  readonly end: number;
}

const clockRemedy = 'take the time from the Clock port';
const timerRemedy = 'use after() of the Clock port';

/** Names that pure rooms must not mention, with what to use instead. */
const bannedNames: Readonly<Record<string, string>> = {
  setTimeout: timerRemedy,
  setInterval: timerRemedy,
  setImmediate: timerRemedy,
  queueMicrotask: 'return, and let the host call again',
  performance: 'use monotonicUs() of the Clock port',
  console: 'write to the Log port',
  process: 'have the host hand it in',
  localStorage: 'write to the Disk port',
  indexedDB: 'write to the Disk port',
  fetch: 'the engine has no network of its own',
};
const bannedMembers: Readonly<Record<string, string>> = {
  'Date.now': clockRemedy,
  'Math.random': 'draw from the Random port',
};

const timeless = /^(base|structures|protocol|engine|inspect|labs|course|contract|hosts\/simulated)/;
const synchronous = /^(base|structures|protocol|engine|inspect)/;

type Report = (span: Span, rule: string, remedy: string) => void;

function reporter(file: SourceFile, into: Complaint[]): Report {
  return (span, rule, remedy) =>
    into.push({ file: file.path, line: file.lineAt(span.start), rule, remedy });
}

function checkPurity(file: SourceFile, report: Report): void {
  const room = roomOf(file.path);
  if (room === null || file.isTest || !timeless.test(room) || file.path.includes('vite-plugin')) {
    return;
  }
  const banName = (node: Span & { readonly name: string }) => {
    const remedy = Object.hasOwn(bannedNames, node.name) ? bannedNames[node.name] : undefined;
    if (remedy !== undefined) report(node, `${node.name} is banned in ${room}`, remedy);
  };
  const banAwait = (node: Span) => {
    if (!synchronous.test(room)) return;
    report(node, `await is banned in ${room}`, 'take a synchronous step; only hosts wait');
  };
  new Visitor({
    CallExpression(node) {
      if (node.callee.type === 'Identifier') banName(node.callee);
    },
    MemberExpression(node) {
      if (node.object.type !== 'Identifier') return;
      banName(node.object);
      if (node.property.type !== 'Identifier') return;
      const name = `${node.object.name}.${node.property.name}`;
      const remedy = bannedMembers[name];
      if (remedy !== undefined) report(node, `${name} is banned in ${room}`, remedy);
    },
    NewExpression(node) {
      const isNow = node.callee.type === 'Identifier' && node.callee.name === 'Date';
      if (isNow && node.arguments.length === 0) {
        report(node, `new Date() is banned in ${room}`, clockRemedy);
      }
    },
    AwaitExpression: banAwait,
  }).visit(file.program);
}

function checkForbiddenForms(file: SourceFile, report: Report): void {
  const isConfig = /\.config\.ts$/.test(file.path);
  new Visitor({
    TSAnyKeyword(node) {
      report(node, '`any` is banned', 'say the type, or `unknown` and narrow it');
    },
    ExportDefaultDeclaration(node) {
      if (!isConfig) report(node, 'default export', 'export by name');
    },
    ExportAllDeclaration(node) {
      if (node.exported === null) {
        report(node, 'barrel (export *)', 'let callers import from the file that has it');
      }
    },
    TSEnumDeclaration(node) {
      report(node, 'enum', 'use a union of string literals');
    },
  }).visit(file.program);
  for (const comment of file.comments) {
    const found = /\b(TODO|FIXME|XXX)\b/.exec(comment.value);
    if (found) report(comment, `${found[1]} in a comment`, 'do it, or leave it out');
  }
}

function checkFunctions(file: SourceFile, report: Report): void {
  if (file.isTest) return;
  const limit = file.path.endsWith('.tsx') ? componentLinesMax : functionLinesMax;
  const nested: number[] = [];
  const enter = () => {
    nested.push(0);
  };
  const leave = (node: Span) => {
    const span = file.lineAt(node.end) - file.lineAt(node.start) + 1;
    const own = span - (nested.pop() ?? 0);
    if (own > limit) {
      report(node, `a function of ${own} lines (limit ${limit})`, 'split it by what it decides');
    }
    const outer = nested.length - 1;
    // Of a nested function the line that opens it stays with the outer one.
    if (outer >= 0) nested[outer] = (nested[outer] ?? 0) + span - 1;
  };
  new Visitor({
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
  }).visit(file.program);
}

function checkFile(file: SourceFile, report: Report): void {
  const top: Span = { start: 0, end: 0 };
  const limit = file.isTest ? testLinesMax : fileLinesMax;
  if (file.lineCount > limit && !dataMarker.test(file.text)) {
    report(top, `${file.lineCount} lines (limit ${limit})`, 'split the file by theme');
  }
  if (!file.isTest && !/^(#!.*\n)?\s*(\/\*|\/\/)/.test(file.text)) {
    report(top, 'no opening comment', 'say what the file is, its idea and its invariants');
  }
}

export function checkCode(files: readonly SourceFile[]): Complaint[] {
  const complaints: Complaint[] = [];
  for (const file of files) {
    const report = reporter(file, complaints);
    checkFile(file, report);
    checkPurity(file, report);
    checkForbiddenForms(file, report);
    checkFunctions(file, report);
  }
  return complaints;
}
