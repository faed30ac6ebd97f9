/** Monaco's side-effect entries come without types. */
declare module 'monaco-editor/features/*';
declare module 'monaco-editor/nls/lang/ko';
declare module 'monaco-editor/editor/contrib/suggest/browser/suggestController';
