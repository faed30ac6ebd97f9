/** The part of WebAssembly that the Lua loader uses: Node's types leave it to the DOM's. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: never);
    readonly exports: Readonly<Record<string, unknown>>;
  }
}
