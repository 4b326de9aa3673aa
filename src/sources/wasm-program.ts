import { readFileSync } from 'node:fs'

/** The compiled WebAssembly of a file that the build makes; null = it cannot be had, or this machine cannot run it. */
export function wasmProgram(file: URL): object | null {
  try {
    return new WebAssembly!.Module(readFileSync(file))
  } catch {
    return null
  }
}

/** The program with memory of its own, as `Exports` describes it. */
export function instanceOf<Exports>(program: object): Exports {
  return new WebAssembly!.Instance(program).exports as Exports
}

/** As much of WebAssembly as is used here: Node's types leave it out. */
declare const WebAssembly:
  | {
      readonly Module: new (bytes: Uint8Array) => object
      readonly Instance: new (module: object) => { readonly exports: unknown }
    }
  | undefined
