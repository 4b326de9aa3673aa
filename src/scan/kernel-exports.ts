/** kernel/index.ts as seen from here; addresses are those in its memory, in bytes. */
export interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly RESULT: Address
  readonly NEEDLES: Address
  readonly NEEDLES_END: Address
  readonly TREES: Address
  readonly TREES_END: Address
  readonly FOUND: Address
  readonly LINE_TEXTS: Address
  readonly TEXTS: Address
  readonly TOTALS: Address
  readonly TEMPLATES: Address
  readonly TEMPLATES_END: Address
  readonly ROWS: Address
  readonly PLAN_OF: Address
  readonly PLANS: Address
  readonly PLANS_END: Address
  readonly RECORDS: Address
  readonly BYTES: Address
  readonly BYTES_LENGTH: Address
  find(from: number, to: number): number
  scan(root: number, every: boolean, from: number, to: number, longest: number, base: number): number
  recordTotals(row: number, end: number, base: number): number
  forget(): void
  setFile(number: number): void
  numberHash(number: number): void
  setSeed(seed: bigint): void
  project(root: number, from: number, to: number): number
}

interface Address {
  readonly value: number
}
