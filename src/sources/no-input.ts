/** Standard input of who has none to read. Node's own streams take time to load. */
export const NO_INPUT: AsyncIterable<never> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
}
