/**
 * True when two logs mean the same model: one may add a date, the size of the context (`[1m]`), or the name of the cloud
 * (Bedrock's `us.anthropic.…-v1:0`, Vertex AI's `…@20250929`), that the other does not.
 */
export function sameModel(a: string | null, b: string | null): boolean {
  return a === b || (a !== null && b !== null && bareModel(a) === bareModel(b))
}

/** The name without what logs may add to it. */
export function bareModel(model: string): string {
  const name = model.replace(/\[1m\]$/, '')
  const ofBedrock = /(?:^|[./])anthropic\.(claude-.+?)(?:-v\d+(?::\d+)?)?$/.exec(name)?.[1]
  return (ofBedrock ?? name).replace(/(?:-\d{8}|@\d{8}|@default)$/, '')
}
