import { countAt, sumOf } from '../usage/count.ts'
import { type JsonObject, objectAt, objectsAt } from '../usage/json.ts'

/** The answer of Vertex AI's embedding models. */
export function isVertexEmbedding(answer: JsonObject): boolean {
  return statisticsOf(answer).length > 0
}

/** They state tokens per text: their sum as a usage object, or null for any other answer. */
export function vertexEmbeddingUsage(answer: JsonObject): JsonObject | null {
  const sum = sumOf(...statisticsOf(answer).map((statistics) => countAt(statistics, 'token_count')))
  return sum === null ? null : { promptTokenCount: sum }
}

function statisticsOf(answer: JsonObject): readonly JsonObject[] {
  return objectsAt(answer, 'predictions').flatMap((prediction) => {
    const statistics = objectAt(objectAt(prediction, 'embeddings'), 'statistics')
    return statistics === null ? [] : [statistics]
  })
}
