/** The parts of untyped packages that are used here. */
declare module 'readable-stream' {
  interface DuplexOptions {
    readonly allowHalfOpen?: boolean;
    readonly autoDestroy?: boolean;
    readonly emitClose?: boolean;
  }
  type Done = (error?: Error | null) => void;
  export class Duplex {
    constructor(options?: DuplexOptions);
    readonly destroyed: boolean;
    on(event: string, listener: (...args: never[]) => void): this;
    once(event: string, listener: (...args: never[]) => void): this;
    emit(event: string, ...args: unknown[]): boolean;
    push(chunk: Uint8Array | null): boolean;
    resume(): this;
    destroy(error?: Error): this;
    _read(size: number): void;
    _write(chunk: Uint8Array, encoding: string, done: Done): void;
    _writev(chunks: readonly { readonly chunk: Uint8Array }[], done: Done): void;
    _final(done: Done): void;
    _destroy(error: Error | null, done: Done): void;
  }
}
