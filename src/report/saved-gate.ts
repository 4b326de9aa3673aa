import type { GateReason, GateResult, GateStatus } from './gate.ts'
import type { SavedValue } from './saved-value.ts'

/** One of `gates` of a saved report. */
export function savedGate(gate: SavedValue): GateResult {
  return {
    name: gate.at('name').text(),
    status: gate.at('status').text() as GateStatus,
    measure: gate.at('measure').text(),
    unit: gate.at('unit').text(),
    limit: gate.at('limit').money(),
    actual: gate.at('actual').money(),
    at_least: gate.at('at_least').flag(),
    excess: gate.at('excess').orNull((value) => value.money()),
    per: gate.at('per').orNull((value) => value.text()),
    key: gate.at('key').orNull((value) => value.text()),
    groups: gate.at('groups').count(),
    groups_failed: gate.at('groups_failed').count(),
    reasons: gate.at('reasons').list((value) => value.text() as GateReason),
    unpriced_models: gate.at('unpriced_models').list((value) => value.text()),
    source: gate.at('source').text(),
  }
}
