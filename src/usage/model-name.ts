/** True when two logs mean the same model: one may add a date, or the size of the context (`[1m]`), that the other does not. */
export function sameModel(a: string | null, b: string | null): boolean {
  return a === b || (a !== null && b !== null && bareModel(a) === bareModel(b))
}

/** The name without what logs may add to it. */
export function bareModel(model: string): string {
  return model.replace(/\[1m\]$/, '').replace(/-\d{8}$/, '')
}
