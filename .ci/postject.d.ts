// The package has no types of its own.
declare module 'postject' {
  /** Puts bytes into a program file under a name, and marks the file by the sentinel. */
  export function inject(
    file: string,
    name: string,
    bytes: Uint8Array,
    options: { readonly sentinelFuse: string },
  ): Promise<void>
}
