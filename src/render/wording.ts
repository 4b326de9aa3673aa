import type { InputAccount } from '../report/report.ts'
import { counted, countText } from './count.ts'

/** The words of the text report in one language. */
export interface Wording {
  readonly title: string
  readonly totalCost: string
  readonly totalTokens: string
  readonly input: string
  readonly output: string
  readonly calls: string
  readonly total: string
  readonly cost: string
  readonly nothing: string
  readonly noPrice: string
  /** Between two times. */
  readonly to: string
  /** When the calls were made, by the clocks of which zone. */
  period(text: string): string
  readonly atLeast: string
  readonly callsUnknown: string
  /** '3 files, 1,042 lines: 900 records, 100 duplicates, 40 other, 2 malformed; 1 file skipped' */
  account(input: InputAccount): string
  /** Which rate the costs were exchanged at, and the total before. */
  exchange(rate: string, total: string): string
}

/** By a recorder inside the agent, which reads no file. */
function isRecorded({ files, lines }: InputAccount): boolean {
  return files === 0 && lines > 0
}

export const WORDINGS = {
  en: {
    title: 'Token Usage Report',
    totalCost: 'Total cost',
    totalTokens: 'Total tokens',
    input: 'Input tokens',
    output: 'Output tokens',
    calls: 'Calls',
    total: 'Total tokens',
    cost: 'Cost',
    nothing: 'No model call was found, so there is nothing to count.',
    to: 'to',
    period: (text) => `Calls from ${text}`,
    noPrice: 'n/a: no price is known; the cost is not zero',
    atLeast: '≥: at least; some tokens are missing from this cost',
    callsUnknown: 'Calls with ? or ≥: the logs give only a sum there, not every call',
    account: (input) =>
      (isRecorded(input) ? '' : `${counted(input.files, 'file')}, `) +
      `${counted(input.lines, 'line')}: ${counted(input.records, 'record')}, ` +
      `${counted(input.duplicates, 'duplicate')}, ${countText(input.other)} other, ${countText(input.malformed)} malformed` +
      (input.skipped_files === 0 ? '' : `; ${counted(input.skipped_files, 'file')} skipped`),
    exchange: (rate, total) => `${rate}; the total is ${total}`,
  },
  zh: {
    title: 'Token 使用报告',
    totalCost: '总费用',
    totalTokens: '总 Token 数',
    input: '输入 Token',
    output: '输出 Token',
    calls: '调用次数',
    total: '总 Token 数',
    cost: '费用',
    nothing: '没有找到任何模型调用，因此没有可统计的内容。',
    to: '至',
    period: (text) => `调用时间：${text}`,
    noPrice: 'n/a：没有已知价格，费用并不是零',
    atLeast: '≥：至少；部分 Token 未计入此费用',
    callsUnknown: '带 ? 或 ≥ 的调用次数：日志只给出合计，没有列出每次调用',
    account: (input) =>
      (isRecorded(input) ? '' : `${countText(input.files)} 个文件，`) +
      `${countText(input.lines)} 行：${countText(input.records)} 条记录，` +
      `${countText(input.duplicates)} 条重复，${countText(input.other)} 条其他，${countText(input.malformed)} 条损坏` +
      (input.skipped_files === 0 ? '' : `；跳过 ${countText(input.skipped_files)} 个文件`),
    exchange: (rate, total) => `${rate}；美元总额 ${total}`,
  },
} as const satisfies Record<string, Wording>
