import { between, oneOf } from './random.js'

/** What agents read and write: code, paths, tool output, other scripts, and text that looks like usage but is none. */
const WORDS = [
  'const total = rows.reduce((sum, row) => sum + row.amount, 0)\\n',
  'export function listOrders(customer: string): Promise<Order[]> {\\n\\t',
  'src/orders/refund.ts:118:7',
  '{\\"name\\": \\"orders\\", \\"version\\": \\"4.2.0\\"}',
  'the \\"usage\\": {\\"input_tokens\\": 12} of that request',
  '+ expect(total).toBe(1200)\\n- expect(total).toBe(0)\\n',
  'C:\\\\Users\\\\build\\\\out',
  'warning: unused variable',
  '<td class=\\"amount\\">12,00 €</td>',
  '注文の合計を計算する',
  'naïve façade déjà vu',
  'and',
  'the',
  'returns',
  'value',
  'because',
  'when',
  'a customer',
  'cancels',
  'after',
  'shipping',
  'tokens',
  'model',
]

/**
 * A maker of JSON string bodies, escaped already, cut from a pool made once: `prose(2000)` is about 2,000 characters. The
 * pool makes a gigabyte cheap to write, and is varied enough that no reader can take it as a whole.
 */
export function proseFrom(random) {
  const blocks = Array.from({ length: 400 }, () => blockOf(random, between(random, 100, 900)))
  return (length) => {
    let text = ''
    while (text.length < length) text += oneOf(random, blocks)
    return text
  }
}

function blockOf(random, length) {
  let block = ''
  while (block.length < length) block += `${oneOf(random, WORDS)} `
  return block
}
