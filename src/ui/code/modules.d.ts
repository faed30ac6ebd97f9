/** Monaco's TypeScript: its worker and its side-effect entries come without types. */
declare module 'monaco-editor/languages/features/typescript/ts.worker.js' {
  interface MirrorModel {
    readonly uri: { toString(): string };
    getValue(): string;
  }
  interface WorkerContext {
    getMirrorModels(): readonly MirrorModel[];
  }
  export class TypeScriptWorker {
    constructor(context: WorkerContext, createData: object);
  }
  export function initialize(create: (context: WorkerContext, createData: object) => object): void;
  export const ts: { readonly typescript: unknown };
}
declare module 'monaco-editor/languages/definitions/typescript/register.js';
