import { didYouMean } from '../config/nearest.ts'
import { TokencostError } from '../errors.ts'

/** The national currencies of ISO 4217 in use, by their codes; funds, metals and test codes are left out. */
const CODES = `
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP
CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD
IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR
MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG
XOF XPF YER ZAR ZMW ZWG`
  .trim()
  .split(/\s+/)

/** The code as ISO 4217 writes it; throws a usage error for what is none. `where` begins the message. */
export function currencyCode(text: string, where: string): string {
  const code = text.trim().toUpperCase()
  if (CODES.includes(code)) return code
  throw new TokencostError('usage', `${where}: ${text} is no currency code of ISO 4217${didYouMean(code, CODES)}`)
}
