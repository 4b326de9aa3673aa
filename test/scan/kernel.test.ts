import { afterEach, expect, test } from 'vitest'
import { Kernel } from '../../src/scan/kernel.ts'

const program = Kernel.program()
afterEach(() => Kernel.use(program))

test('there is none where its memory cannot be had, nor is it tried again', () => {
  // No module: to make an instance of it throws, as it does where the system limits addresses.
  Kernel.use({})
  expect(Kernel.load()).toBeNull()
  expect(Kernel.program()).toBeNull()
})
