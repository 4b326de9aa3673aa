/** What passes through a stream, told to someone beside its reader. */
export interface Passing<T> {
  chunk(chunk: T): void
  /** `whole` = false when the stream failed or was cancelled. */
  end(whole: boolean): void
}

/** The same chunks, each asked for only when it is asked for here: nothing is buffered, errors and cancelling go through. */
export function passedOn<T>(stream: ReadableStream<T>, { chunk, end }: Passing<T>): ReadableStream<T> {
  const reader = stream.getReader()
  return new ReadableStream<T>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (done) {
            end(true)
            controller.close()
            return
          }
          chunk(value)
          controller.enqueue(value)
        } catch (error) {
          end(false)
          controller.error(error)
        }
      },
      async cancel(reason) {
        end(false)
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}
