/**
 * The part of the standard `MessagePort` that the contract names, declared here because the pure
 * rooms see neither DOM nor worker types. Web and worker checks use the platform's own declaration.
 */
interface MessagePort {
  postMessage(message: unknown, transfer?: unknown[]): void;
  start(): void;
  close(): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
}
