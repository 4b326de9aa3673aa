/** True when `*` (any text) and `?` (one character) of a glob can stand for all of `text`. Upper and lower case differ. */
export function globMatches(glob: string, text: string): boolean {
  let [at, place] = [0, 0]
  let [star, resume] = [-1, 0]
  while (place < text.length) {
    const wanted = glob[at]
    if (wanted === '*') {
      star = at++
      resume = place
    } else if (wanted === '?' || wanted === text[place]) {
      at++
      place++
    } else if (star >= 0) {
      at = star + 1
      place = ++resume
    } else return false
  }
  while (glob[at] === '*') at++
  return at === glob.length
}
