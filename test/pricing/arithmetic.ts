/**
 * The sums that tests write out: `1000@2.50 400@0.25 ×0.5 +2×0.01` is tokens at USD per million, factors on all of them,
 * and fees. As exact decimal text. Shares no code with what it is compared with.
 */
export function worked(text: string): string {
  let tokens: Rational = [0n, 1n]
  let factor: Rational = [1n, 1n]
  let fees: Rational = [0n, 1n]
  for (const term of text.split(' ')) {
    const [first = '', second = '1'] = term.replace(/^[×+]/, '').split(/[@×]/)
    if (term.startsWith('×')) factor = times(factor, rational(first))
    else if (term.startsWith('+')) fees = plus(fees, times(rational(first), rational(second)))
    else tokens = plus(tokens, times(rational(first), rational(second)))
  }
  return decimal(plus(times(times(tokens, factor), [1n, 1_000_000n]), fees))
}

type Rational = readonly [over: bigint, under: bigint]

function rational(text: string): Rational {
  const [whole = '', fraction = ''] = text.split('.')
  return [BigInt(whole + fraction), 10n ** BigInt(fraction.length)]
}

function times([a, b]: Rational, [c, d]: Rational): Rational {
  return [a * c, b * d]
}

function plus([a, b]: Rational, [c, d]: Rational): Rational {
  return [a * d + c * b, b * d]
}

function decimal([over, under]: Rational): string {
  let rest = over % under
  let digits = ''
  while (rest > 0n) {
    digits += (rest * 10n) / under
    rest = (rest * 10n) % under
  }
  return digits === '' ? `${over / under}` : `${over / under}.${digits}`
}
