import { builtInFormat } from '../formats/built-in.ts'
import { Kernel } from './kernel.ts'
import { type Delivery, readShare, type SharedWork } from './share.ts'

/** What a worker is told when it starts. Plain data. */
export interface Assignment extends SharedWork {
  /** Name of the forced format, or null. */
  readonly format: string | null
  /** The compiled kernel; null = there is none here. */
  readonly program: object | null
}

/** A worker's share. */
export async function readAssigned(
  { format, program, ...work }: Assignment,
  deliver: (delivery: Delivery) => void,
): Promise<void> {
  Kernel.use(program)
  await readShare(work, format === null ? null : builtInFormat(format), deliver)
}
