/** The compiler inside of Monaco's worker, which comes without types. */
declare module 'monaco-editor/languages/features/typescript/lib/typescriptServices.js' {
  export const typescript: unknown;
}
