/** True for an ASCII digit; false for any other character, and for none. */
export function isDigit(character: string): boolean {
  return character >= '0' && character <= '9'
}
