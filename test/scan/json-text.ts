import fc from 'fast-check'

/** Texts of JSON as no printer would write them all: odd white space, escapes, duplicate keys, and errors here and there. */

const space = fc.constantFrom('', '', '', '', ' ', '\t', '\r', ' \n ', '  ')

const letters = fc.oneof(
  { weight: 6, arbitrary: fc.string({ maxLength: 20 }).map(withoutEscapes) },
  { weight: 2, arbitrary: fc.constantFrom('é', '成本', '😀', '{"usage":{"input_tokens":1}}'.replaceAll('"', '\\"')) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('\\n', '\\"', '\\\\', '\\/', '\\u00e9', '\\ud83d\\ude00', '\\ud800', '\\u0000'),
  },
  { weight: 2, arbitrary: fc.nat(9).map((length) => '\\'.repeat(length * 2)) },
  { weight: 1, arbitrary: fc.nat(150).map((length) => 'x'.repeat(length)) },
)
function withoutEscapes(text: string): string {
  return JSON.stringify(text).slice(1, -1).replaceAll(/\\./g, '')
}

const brokenLetters = fc.constantFrom('\\x', '\\u12', '\\u12g4', '\u0001', '\t', '\n', '\\', '"', '\\U0041')

const string = (broken: boolean) =>
  fc
    .array(broken ? fc.oneof({ weight: 30, arbitrary: letters }, brokenLetters) : letters, { maxLength: 6 })
    .map((pieces) => `"${pieces.join('')}"`)

const number = fc.oneof(
  fc.nat().map(String),
  fc.maxSafeInteger().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom(
    '0',
    '-0',
    '0.0',
    '1e3',
    '1E+400',
    '-1.5e-7',
    '999999999999999',
    '9007199254740993',
    '10000000000000000000',
  ),
)
const brokenScalar = fc.constantFrom(
  '01',
  '+1',
  '1.',
  '.5',
  '1e',
  '-',
  'NaN',
  '-Infinity',
  'nul',
  'True',
  'falsee',
  '0x1',
  '',
)

const scalar = (broken: boolean) =>
  fc.oneof(
    { weight: 8, arbitrary: string(broken) },
    { weight: 8, arbitrary: number },
    { weight: 4, arbitrary: fc.constantFrom('true', 'false', 'null') },
    ...(broken ? [{ weight: 1, arbitrary: brokenScalar }] : []),
  )

/** An object whose keys are often among `keys`, sometimes spelled with an escape. */
export function objectText(keys: readonly string[], broken: boolean): fc.Arbitrary<string> {
  const key = fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...keys).map((name) => `"${name}"`) },
    { weight: 3, arbitrary: fc.constantFrom(...keys).map((name) => `"${name.slice(0, -1)}"`) },
    { weight: 3, arbitrary: string(broken) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...keys).map((name) => `"\\u00${name.charCodeAt(0).toString(16)}${name.slice(1)}"`),
    },
  )
  return fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 5, withCrossShrink: true }, scalar(broken), tie('object'), tie('array')),
    member: fc
      .tuple(space, key, space, space, tie('value'), space)
      .map(([a, name, b, c, value, d]) => `${a}${name}${b}:${c}${value}${d}`),
    object: fc
      .tuple(space, fc.array(tie('member'), { maxLength: 7 }), comma(broken))
      .map(([inner, members, end]) => `{${inner}${members.join(',')}${end}}`),
    array: fc
      .tuple(space, fc.array(tie('value'), { maxLength: 4 }), comma(broken))
      .map(([inner, values, end]) => `[${inner}${values.join(',')}${end}]`),
  })).object as fc.Arbitrary<string>
}

function comma(broken: boolean): fc.Arbitrary<string> {
  return broken
    ? fc.oneof({ weight: 40, arbitrary: fc.constant('') }, fc.constantFrom(',', ']', '}', '{', '[', ':', 'x'))
    : fc.constant('')
}

/** The bytes of a text, a few of them changed, lost or doubled. */
export function mutated(text: string): fc.Arbitrary<Buffer> {
  const bytes = Buffer.from(text)
  const change = fc.record({
    at: fc.nat(Math.max(0, bytes.length - 1)),
    lost: fc.nat(2),
    put: fc.oneof(
      fc.constantFrom(...'"\\{}[]:,0 \n'),
      fc.nat(255).map((byte) => String.fromCharCode(byte)),
    ),
  })
  return fc
    .array(change, { maxLength: 3 })
    .map((changes) =>
      changes.reduce(
        (result, { at, lost, put }) =>
          Buffer.concat([result.subarray(0, at), Buffer.from(put, 'latin1'), result.subarray(at + lost)]),
        bytes,
      ),
    )
}
