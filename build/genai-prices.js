/** What `@pydantic/genai-prices` (MIT, Pydantic Services Inc.) knows, in the shape of pricing.yaml. */
import { waitForUpdate } from '@pydantic/genai-prices'
import { Decimal } from '../dist/pricing/decimal.js'
import { canonicalKey } from '../dist/pricing/read-price-file.js'

/** Their price keys per million tokens → our names. */
const TOKEN_PRICES = {
  input_mtok: 'input',
  output_mtok: 'output',
  cache_read_mtok: 'cache_read',
  cache_write_mtok: 'cache_write',
  cache_write_1h_mtok: 'cache_write_1h',
  input_audio_mtok: 'input_audio',
  output_audio_mtok: 'output_audio',
  cache_audio_read_mtok: 'cache_read_audio',
  input_image_mtok: 'input_image',
  output_image_mtok: 'output_image',
  cache_image_read_mtok: 'cache_read_image',
  input_video_mtok: 'input_video',
  output_video_mtok: 'output_video',
  output_reasoning_mtok: 'reasoning',
  output_citation_mtok: 'citation',
}

/** Their other keys → our fees, and how many of our units one of theirs is. */
const FEES = {
  web_searches_kcount: [['web_search', 1000]],
  storage_searches_kcount: [['file_search', 1000]],
  social_searches_kcount: [['x_search', 1000]],
  rerank_searches_kcount: [['rerank', 1000]],
  requests_kcount: [['request', 1000]],
  input_document_kpages: [['page', 1000]],
  input_annotated_document_kpages: [['annotated_page', 1000]],
  input_text_messages_kcount: [['message', 1000]],
  audio_hours: [
    ['audio_minute', 60],
    ['audio_hour', 1],
  ],
}
/** Say the same as another key of theirs. */
const REPEATED = ['input_audio_hours']

const CLAUDE_IN_A_CLOUD = /^(?:aws|google)\/.*claude/

/** Decimals per million tokens, and per unit of a fee: what is beyond is the residue of a float. */
const TOKEN_DECIMALS = 6
const FEE_DECIMALS = 12

/** Models keyed as in pricing.yaml, all scalars text. */
export async function genaiModels() {
  const providers = await waitForUpdate()
  const models = {}
  for (const provider of providers)
    for (const model of provider.models) {
      const key = canonicalKey(`${provider.id}/${model.id}`)
      models[key] = CLAUDE_IN_A_CLOUD.test(key) ? withHourWrites(modelOf(model)) : modelOf(model)
    }
  return models
}

/**
 * Clouds that sell Claude bill a cache write of one hour at twice the input, as Anthropic does; genai-prices has that
 * price for Anthropic alone.
 */
function withHourWrites(model) {
  const { input, cache_write, cache_write_1h } = model
  return {
    ...model,
    ...(cache_write !== undefined && cache_write_1h === undefined && { cache_write_1h: twice(input) }),
    ...(model.long_context && { long_context: model.long_context.map(withHourWrites) }),
    ...(model.history && { history: model.history.map(withHourWrites) }),
  }
}

function twice(price) {
  return Decimal.parse(price).times(2).toString()
}

function modelOf({ id, match, prices }) {
  const { match: ids, except } = patternsOf(match)
  return {
    ...(ids.length === 1 && ids[0] === id ? {} : { match: ids }),
    ...(except.length > 0 && { except }),
    ...(Array.isArray(prices) ? conditional(prices) : blockOf(prices)),
  }
}

/** A logic of theirs as globs: `or` is a list, `and` with a regex that only forbids is an exception. */
function patternsOf(logic) {
  if (logic.or) {
    const parts = logic.or.map(patternsOf)
    return { match: unique(parts.flatMap((part) => part.match)), except: unique(parts.flatMap((part) => part.except)) }
  }
  if (logic.and) {
    const parts = logic.and.map((part) =>
      part.regex === NO_TTS ? { match: [], except: ['*-tts', '*-tts-*'] } : patternsOf(part),
    )
    const match = parts.flatMap((part) => part.match)
    if (match.length !== 1) throw new Error(`cannot express ${JSON.stringify(logic)}`)
    return { match, except: parts.flatMap((part) => part.except) }
  }
  if (logic.equals !== undefined) return { match: [logic.equals], except: [] }
  if (logic.starts_with !== undefined) return { match: [`${logic.starts_with}*`], except: [] }
  if (logic.ends_with !== undefined) return { match: [`*${logic.ends_with}`], except: [] }
  if (logic.contains !== undefined) return { match: [`*${logic.contains}*`], except: [] }
  return { match: [globOf(logic.regex)], except: [] }
}

const NO_TTS = '^(?!.*-[tT][tT][sS](?:$|-))'

/** `^gpt-6-\d{4}$` → `gpt-6-####`; kept as a regex where it says more. */
function globOf(regex) {
  const glob = regex
    .replace(/^\^/, '')
    .replace(/\\d\{(\d)\}/g, (_, count) => '#'.repeat(Number(count)))
    .replaceAll('\\d', '#')
    .replace(/\\([.[\]])/g, '$1')
    .concat(regex.endsWith('$') ? '' : '*')
    .replace(/\$$/, '')
  const plain = regex.startsWith('^') && !/[()?+|{}\\]/.test(glob) && !/(^|[^\\])[.[\]]/.test(regex)
  return plain ? glob : `/${regex}/`
}

/** Date constraints are periods; hours of the day are a schedule of the period before them. */
function conditional(prices) {
  const history = []
  for (const { constraint, prices: block } of prices) {
    if (constraint === undefined) history.push(blockOf(block))
    else if (constraint.type === 'start_date') history.push({ from: constraint.start_date, ...blockOf(block) })
    else {
      const hours = `${constraint.start_time.slice(0, 5)}-${constraint.end_time.slice(0, 5)}`
      const last = history.at(-1)
      last.schedule = [{ utc: [hours], ...blockOf(block) }, ...(last.schedule ?? [])]
    }
  }
  return history.length === 1 ? history[0] : { history }
}

function blockOf(prices) {
  const block = {}
  const tiers = new Map()
  for (const [key, name] of Object.entries(TOKEN_PRICES)) {
    const price = prices[key]
    if (price === undefined) continue
    block[name] = decimal(typeof price === 'number' ? price : price.base, TOKEN_DECIMALS)
    for (const tier of price.tiers ?? [])
      tiers.set(tier.start, { ...tiers.get(tier.start), [name]: decimal(tier.price, TOKEN_DECIMALS) })
  }
  const fees = feesOf(prices)
  if (Object.keys(prices).length === 0) Object.assign(block, { input: '0', output: '0' })
  if (tiers.size > 0)
    block.long_context = [...tiers]
      .sort(([a], [b]) => a - b)
      .map(([start, rates]) => ({ ...threshold(start), ...rates }))
  return Object.keys(fees).length === 0 ? block : { ...block, fees }
}

/**
 * Theirs is "more than"; a start of …999 is how they say "from …000". For OpenAI's 272,000 they say both: its model pages
 * and AWS invoices say "more than".
 */
function threshold(start) {
  if (start === 271_999) return { over: '272000' }
  return start % 1000 === 999 ? { from: String(start + 1) } : { over: String(start) }
}

function feesOf(prices) {
  const fees = {}
  for (const [key, price] of Object.entries(prices)) {
    if (key in TOKEN_PRICES || REPEATED.includes(key)) continue
    if (!(key in FEES)) throw new Error(`genai-prices has a new kind of price: ${key}`)
    for (const [fee, units] of FEES[key]) {
      const perUnit = price / units
      if (isExact(perUnit)) fees[fee] = decimal(perUnit, FEE_DECIMALS)
    }
  }
  return fees
}

/** Only a price that ends: $0.04 an hour has no price per minute. */
function isExact(price) {
  return Decimal.fromNumber(Number(price.toPrecision(12))).scale <= 9
}

function decimal(number, digits) {
  return Decimal.fromNumber(Number(number.toPrecision(12)))
    .round(digits)
    .toString()
}

function unique(list) {
  return [...new Set(list)]
}
