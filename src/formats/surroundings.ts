import { amountAt } from '../usage/amount.ts'
import { type Json, type JsonObject, objectAt, textAt } from '../usage/json.ts'
import { knownProviderKey } from '../usage/provider.ts'
import type { Attributes } from '../usage/record.ts'
import { timeAt } from '../usage/time.ts'
import { knownAttributes } from './call.ts'
import { callIdAt } from './call-id.ts'
import { labelsIn } from './metadata-labels.ts'

/** An object of a record and the objects around it, innermost first. */
export interface Surroundings {
  readonly object: JsonObject
  readonly outer: Surroundings | null
  /** True when the object was parsed out of text in its record. */
  readonly fromText: boolean
}

const MODEL = [
  'gen_ai.response.model',
  'response_model',
  'responseModel',
  'model',
  'model_name',
  'modelName',
  'model_id',
  'modelId',
  'modelID',
  'llm_model',
  'llmModel',
  'llm.model_name',
  'ai_model',
  'model_version',
  'modelVersion',
  'gen_ai.request.model',
  'request_model',
  'requestModel',
  '$ai_model',
  'model_used',
  'Model',
  'ModelId',
  'ModelName',
  'deployment',
  'deploymentName',
  'DeploymentName',
  'engine',
]
const MODEL_HOLDERS = [
  'response',
  'result',
  'request',
  'body',
  'params',
  'parameters',
  'config',
  'metadata',
  'extra',
  'meta',
  'agentState',
]
const PROVIDER = [
  'provider',
  'model_provider',
  '$ai_provider',
  'gen_ai.provider.name',
  'gen_ai.system',
  'llm_provider',
  'vendor',
]
const CALL_ID = [
  ...['id', 'response_id', 'responseId', 'provider_response_id', 'message_id', 'messageId', 'request_id', 'requestId'],
]
const TIME = [
  'timestamp',
  'time',
  'ts',
  '@timestamp',
  'created_at',
  'createdAt',
  'created',
  'datetime',
  'asctime',
  'date',
  'logged_at',
  'start_time',
  'startTime',
  'end_time',
  'endTime',
  '_time',
  '__REALTIME_TIMESTAMP',
  'Timestamp',
  'TimeGenerated',
]
const COST = [
  'cost_usd',
  'costUsd',
  'costUSD',
  'cost',
  'response_cost',
  'total_cost_usd',
  'totalCostUsd',
  '$ai_total_cost_usd',
]
const SESSION = [
  'session_id',
  'sessionId',
  'session',
  'session.id',
  'conversation_id',
  'conversationId',
  'gen_ai.conversation.id',
  'thread_id',
  'threadId',
  'chat_id',
  'chatId',
]
const PROJECT = ['project', 'project_id', 'projectId', 'project_name', 'service', 'service_name', 'service.name', 'app']
const USER = ['user_id', 'userId', 'user', 'user.id', 'user_email', 'email', 'end_user']
const TASK = ['task_id', 'taskId', 'task', 'task_name', 'instance_id', 'job_id', 'jobId']
const AGENT = ['agent', 'agent_name', 'agentName', 'agent_id', 'agentId', 'gen_ai.agent.name']

const RUN = ['run_id', 'runId', 'run']

/** The model named nearest to a payload, looking outwards. */
export function nearestModel(from: Surroundings | null): string | null {
  return nearest(from, modelIn)
}

/** The model that this object names: itself, or in `response`, `request`, `metadata` … directly below it. */
export function modelIn(object: JsonObject): string | null {
  const named = firstName(object, MODEL)
  if (named !== null) return named
  for (const holder of MODEL_HOLDERS) {
    const held = objectAt(object, holder)
    const model = held === null ? null : firstName(held, MODEL)
    if (model !== null) return model
  }
  return null
}

/** What this object says that a call cost, in USD. */
export function statedCost(object: JsonObject): string | null {
  return amountAt(object, ...COST)
}

export function nearestProvider(from: Surroundings | null): string | null {
  return nearest(from, (object) => knownProviderKey(firstName(object, PROVIDER)))
}

/** The nearest id that surely names one model call. */
export function nearestCallId(from: Surroundings | null): string | null {
  return nearest(from, (object) => callIdAt(object, ...CALL_ID))
}

export function nearestTime(from: Surroundings | null): number | null {
  return nearest(from, (object) => timeAt(object, ...TIME))
}

export function nearestAttributes(from: Surroundings | null): Attributes {
  const name = (keys: readonly string[]) => nearest(from, (object) => firstName(object, keys))
  return knownAttributes(
    {
      session: name(SESSION),
      project: name(PROJECT),
      user: name(USER),
      task: name(TASK),
      agent: name(AGENT),
    },
    nearest(from, ({ labels, tags, metadata }) => labelsIn(labels, tags, metadata) ?? null) ?? undefined,
  )
}

/** What a call says that it belongs to, the narrowest first: its run, task and session. */
export function nearestRuns(from: Surroundings | null, { task, session }: Attributes): readonly string[] {
  const run = nearest(from, (object) => firstName(object, RUN))
  const named = [run, task, session].map((name, at) => (name === undefined || name === null ? null : `${at} ${name}`))
  return named.filter((name) => name !== null)
}

function nearest<Value>(from: Surroundings | null, look: (object: JsonObject) => Value | null): Value | null {
  for (let here = from; here !== null; here = here.outer) {
    const value = look(here.object)
    if (value !== null) return value
  }
  return null
}

function firstName(object: JsonObject, keys: readonly string[]): string | null {
  for (const key of keys) {
    const name = nameOf(object[key])
    if (name !== null) return name
  }
  return null
}

/** A name written as text, as a number, or as an object with a `name`, an `id` or a `model`. */
function nameOf(value: Json | undefined): string | null {
  if (typeof value === 'string') return value === '' ? null : value
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const object = value as JsonObject
  const name = textAt(object, 'name')
  // A name with spaces is one for people: { id: 'gpt-4o', name: 'GPT-4o (new)' }.
  const called = name?.includes(' ') === true ? (textAt(object, 'id') ?? name) : (name ?? textAt(object, 'id'))
  return called ?? textAt(object, 'model')
}
