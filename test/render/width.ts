/**
 * Columns that a terminal gives a text, counted apart from src/render/width.ts: enough for the letters in these tests.
 * Throws for a character whose width it does not know.
 */
export function terminalWidth(text: string): number {
  return [...text].reduce((width, char) => {
    if (/[ -~─-▟…≥–¡-ÿ]/.test(char)) return width + 1
    if (/[\p{Script=Han}\p{Script=Hangul}，：；、。\u{1F300}-\u{1FAFF}]/u.test(char)) return width + 2
    throw new Error(`a character of unknown width: ${JSON.stringify(char)}`)
  }, 0)
}
