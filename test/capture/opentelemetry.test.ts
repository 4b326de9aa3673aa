import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { expect, test } from 'vitest'
import { openTelemetryMetrics } from '../../src/capture/opentelemetry.ts'
import { UsageRecorder } from '../../src/capture/recorder.ts'

test('a recorder gives its numbers to OpenTelemetry as GenAI client metrics, and their cost', async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1_000_000 })
  const provider = new MeterProvider({ readers: [reader] })
  const recorder = new UsageRecorder({ metrics: await openTelemetryMetrics(provider.getMeter('test')) })
  await recorder.prices()
  for (let i = 0; i < 2; i++)
    recorder.record('gpt-4o', { prompt_tokens: 1000, completion_tokens: 100 }, {}, { provider: 'openai' })
  await reader.forceFlush()
  await provider.shutdown()
  const metrics = exporter.getMetrics()[0]!.scopeMetrics[0]!.metrics
  const points = Object.fromEntries(metrics.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints]))
  const tokens = points['gen_ai.client.token.usage']!.map(({ attributes, value }) => [
    attributes['gen_ai.token.type'],
    (value as { sum: number; count: number }).sum,
    (value as { sum: number; count: number }).count,
  ])
  expect(tokens).toEqual([
    ['input', 2000, 2],
    ['output', 200, 2],
  ])
  // 2 × (1,000 × $2.50 + 100 × $10) per million
  expect(points['tokencost.client.cost']![0]).toMatchObject({
    value: 0.007,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4o',
    },
  })
})
