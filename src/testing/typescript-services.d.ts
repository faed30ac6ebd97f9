/** The compiler inside of Monaco's worker, which comes without types. */
declare module 'monaco-editor/languages/features/typescript/lib/typescriptServices.js' {
  export const typescript: unknown;
}
declare module 'monaco-editor/languages/features/typescript/lib/lib.js' {
  /** The declarations of the language, by file name. */
  export const libFileMap: Readonly<Record<string, string>>;
}
